/** The virtual clock of the local runtime: step, speed. */
import { useState } from 'preact/hooks';

import { askNow, readClock, refreshAll } from './live.ts';
import { useStore } from './store.ts';
import { dayAndTime, now, speed, tick } from './time.ts';

const steps = [
  ['PT1M', '1 min'],
  ['PT15M', '15 min'],
  ['PT1H', '1 h'],
  ['P1D', '1 day'],
] as const;
const speeds = [0, 1, 60, 600, 3600];

export function LocalClock() {
  useStore(tick);
  const [busy, setBusy] = useState(false);
  const change = async (body: object) => {
    setBusy(true);
    try {
      await fetch('/local/clock', { method: 'POST', body: JSON.stringify(body) });
      await readClock();
      refreshAll();
      askNow();
    } finally {
      setBusy(false);
    }
  };
  const shown = speeds.includes(speed()) ? speeds : [...speeds, speed()];
  return (
    <fieldset class="clockwork" disabled={busy}>
      <legend>Virtual clock</legend>
      <output aria-live="off">{dayAndTime(now())}</output>
      {steps.map(([advance, name]) => (
        <button
          type="button"
          key={advance}
          aria-label={`Step ${name}`}
          onClick={() => void change({ advance })}
        >
          +{name}
        </button>
      ))}
      <label>
        Speed
        <select
          value={String(speed())}
          onChange={({ currentTarget }) => void change({ speed: Number(currentTarget.value) })}
        >
          {shown.map((each) => (
            <option key={each} value={String(each)} selected={each === speed()}>
              {each === 0 ? 'stands' : `${each}×`}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
