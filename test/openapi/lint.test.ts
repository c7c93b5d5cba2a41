/** The document is clean under the rules that others check such documents by. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { expect, test } from 'vitest';

import { openApi } from '../../shared/api/openapi/document.ts';
import { inTurns } from '../../shared/turns.ts';

const document = JSON.stringify(await inTurns(openApi()), null, 2);

test('redocly’s recommended rules', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: document, config });
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
  ).toEqual([]);
});

test('spectral’s ruleset for OpenAPI', async () => {
  const linter = new spectral.Spectral();
  linter.setRuleset({
    extends: [[rulesets.oas as unknown as RulesetDefinition, 'all']],
    // Who operates the product, and under which terms, is known to each deployment alone.
    rules: { 'license-url': 'off', 'contact-properties': 'off' },
  });
  const problems = await linter.run(document);
  expect(problems.map(({ code, message, path }) => `${code}: ${message} ${path.join('/')}`)).toEqual([]);
});
