/** A client generated from the document compiles for what callers write by hand. */
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';

import { openApi } from '../../shared/api/openapi/document.ts';
import { inTurns } from '../../shared/turns.ts';

let types: string;
beforeAll(async () => {
  types = astToString(await openapiTS(JSON.stringify(await inTurns(openApi()))));
});

const minimal = `{
  tenantId: 'contoso', title: 'Posting fails', severity: 'A', category: 'technical',
  service: { name: 'Dynamics 365 Finance' },
  contactDetails: { firstName: 'Aiko', lastName: 'Tanaka', primaryEmailAddress: 'aiko@contoso.example', country: 'JP' },
  submitter: { id: 'u-17' },
}`;

/** What the compiler says of a client that uses the generated types. */
function compile(client: string): string[] {
  const files: Record<string, string> = {
    '/api.ts': types,
    '/client.ts': `import type { components, paths } from './api';
type Schemas = components['schemas'];
${client}`,
  };
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) =>
    files[name] === undefined ? read(name, version) : ts.createSourceFile(name, files[name], version);
  host.fileExists = (name) => files[name] !== undefined || ts.sys.fileExists(name);
  host.readFile = (name) => files[name] ?? ts.sys.readFile(name);
  const program = ts.createProgram(['/client.ts'], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('the least that a submission, an event and a deadline need, and nothing that is refused', () => {
  const client = `
    export const submission: Schemas['Submission'] = ${minimal};
    export const contacted: Schemas['CaseAction'] = { type: 'engineer.contacted' };
    export const closed: Schemas['CaseAction'] = { type: 'case.closed', duplicateOf: '7K3M-Q9XR-2F0T' };
    export const entitlement: Schemas['Entitlement'] = { plan: 'standard', country: 'JP' };
    export const deadline: Schemas['Deadline'] = { schedule: '24x7', start: '2026-11-20T08:00:00Z', duration: 'PT1H' };
    type Body = paths['/api/cases']['post']['requestBody']['content']['application/json'];
    export const body: Body = submission;
    export function dueAt(found: Schemas['Case']): (string | null)[] {
      return found.clocks.map((clock) => clock.dueAt);
    }
    // @ts-expect-error -- there is no such severity
    export const severe: Schemas['Submission']['severity'] = 'D';
    // @ts-expect-error -- there is no such event
    export const called: Schemas['CaseAction'] = { type: 'engineer.called' };
    // @ts-expect-error -- a note has words
    export const note: Schemas['CaseAction'] = { type: 'note.added' };
    // @ts-expect-error -- that belongs to another event
    export const joined: Schemas['CaseAction'] = { type: 'engineer.contacted', duplicateOf: 'x' };
  `;
  expect(compile(client)).toEqual([]);
});
