/** What a changed policy or calendar would move of the open cases. Nothing is changed by looking. */
import { useState } from 'preact/hooks';
import type { z } from 'zod';

import type { policyPreviewViewSchema } from '../shared/api/policies.ts';
import { call, inWords, pathOf } from './api.ts';
import { Choice, Instant, Table } from './parts.tsx';
import { addressOf, route, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { clockNames } from './words.ts';

type Preview = z.output<typeof policyPreviewViewSchema>;

const examples = {
  policy: { targets: { initialResponse: { B: { standard: 'PT2H' } } } },
  calendar: {
    holidays: { add: [{ date: '2026-12-24', name: 'Christmas Eve' }], remove: [] },
    workingDays: { add: [] },
  },
} as const;

type State =
  | { readonly is: 'nothing' }
  | { readonly is: 'busy' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'there'; readonly preview: Preview };

export function PreviewPage() {
  const { query } = useStore(route);
  const of = query.get('of') === 'calendar' ? 'calendar' : 'policy';
  const [texts, setTexts] = useState({
    policy: JSON.stringify(examples.policy, null, 2),
    calendar: JSON.stringify(examples.calendar, null, 2),
  });
  const [state, setState] = useState<State>({ is: 'nothing' });
  const submit = async () => {
    setState({ is: 'busy' });
    setState(await previewed(of, query.get('place') ?? '', texts[of]));
  };
  return (
    <>
      <h1>Preview</h1>
      <p>What a change would move of the open cases, before anybody makes it. Nothing is changed here.</p>
      <form
        class="preview"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="filters">
          <Choice
            label="Of"
            value={of}
            options={[
              ['policy', 'The policy'],
              ['calendar', 'A calendar'],
            ]}
            onChange={(value) => {
              setState({ is: 'nothing' });
              setQuery({ of: value });
            }}
          />
          {of === 'calendar' && (
            <label>
              Country or region
              <input
                type="text"
                size={10}
                required
                placeholder="JP, DE-BY"
                value={query.get('place') ?? ''}
                onChange={({ currentTarget: { value } }) => setQuery({ place: value.toUpperCase().trim() })}
              />
            </label>
          )}
        </div>
        <label>
          {of === 'policy'
            ? 'A whole policy, or the parts in which it differs from the one in force (JSON)'
            : 'All that operations would put over that calendar (JSON)'}
          <textarea
            class="code"
            rows={10}
            spellcheck={false}
            value={texts[of]}
            onInput={({ currentTarget: { value } }) => setTexts({ ...texts, [of]: value })}
          />
        </label>
        <p class="buttons">
          <button disabled={state.is === 'busy'}>Preview</button>
        </p>
      </form>
      <div aria-live="polite">
        <Shown state={state} />
      </div>
    </>
  );
}

async function previewed(of: 'policy' | 'calendar', place: string, text: string): Promise<State> {
  try {
    const body = JSON.parse(text) as object;
    const [country = '', region] = place.split('-');
    const query = region === undefined ? '' : `?region=${encodeURIComponent(region)}`;
    let next: string | undefined =
      of === 'policy'
        ? '/api/policy/preview'
        : `/api/calendars/${encodeURIComponent(country)}/preview${query}`;
    const preview = { moved: [] as Preview['moved'], breaching: [] as Preview['breaching'], cases: 0 };
    while (next !== undefined) {
      const { body: page }: { body: Preview } = await call<Preview>('POST', next, { body });
      preview.moved.push(...page.moved);
      preview.breaching.push(...page.breaching);
      preview.cases += page.cases;
      next = page.nextLink === undefined ? undefined : pathOf(page.nextLink);
    }
    return { is: 'there', preview };
  } catch (error) {
    return {
      is: 'refused',
      why: error instanceof SyntaxError ? `Not JSON: ${error.message}` : inWords(error),
    };
  }
}

function Shown({ state }: { state: State }) {
  switch (state.is) {
    case 'nothing':
      return null;
    case 'busy':
      return <p class="state">Every open case is looked at ...</p>;
    case 'refused':
      return <p class="state failed">{state.why}</p>;
    case 'there': {
      const { moved, breaching, cases } = state.preview;
      const broken = new Set(breaching.map(({ caseId, clockId }) => `${caseId} ${clockId}`));
      return (
        <>
          <p>
            {moved.length} due {moved.length === 1 ? 'instant' : 'instants'} would move, of {cases} open cases
            that were looked at. {breaching.length} would break at once.
          </p>
          {moved.length > 0 && (
            <Table
              label="Moved"
              items={moved}
              keyOf={({ caseId, clockId }) => `${caseId} ${clockId}`}
              columns={[
                {
                  name: 'Case',
                  class: 'case',
                  of: ({ reference, title }) => (
                    <>
                      <a data-row href={addressOf(['cases', reference])}>
                        {reference}
                      </a>
                      <span class="title">{title}</span>
                    </>
                  ),
                },
                { name: 'Tenant', of: ({ tenantId }) => tenantId },
                { name: 'Clock', of: ({ clock }) => clockNames[clock] },
                { name: 'Due now', of: ({ from }) => <Instant at={from} /> },
                {
                  name: 'Due then',
                  of: ({ caseId, clockId, to }) => (
                    <>
                      <Instant at={to} />
                      {broken.has(`${caseId} ${clockId}`) && <small class="bad">breaks at once</small>}
                    </>
                  ),
                },
              ]}
            />
          )}
        </>
      );
    }
  }
}
