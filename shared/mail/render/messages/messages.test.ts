import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mailKinds } from '../../../cases/index.ts';
import en from './en.json' with { type: 'json' };
import { languages, messagesIn, operationsMessages } from './index.ts';
import { customerSchema } from './schema.ts';

it('every message file of the folder is registered, under its own name', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
  expect(files.map((name) => name.replace(/\.json$/, '')).sort()).toEqual(
    [...languages, 'operations'].sort(),
  );
});

it.each([...languages])(
  '%s has every kind of mail to customers, and operations’ file the others',
  (language) => {
    const kinds = [messagesIn(language), operationsMessages()].flatMap((messages) =>
      Object.keys(messages.kinds),
    );
    expect(kinds.sort()).toEqual([...mailKinds].sort());
  },
);

describe('a message file that differs from the others is refused', () => {
  function changed(change: (file: typeof en) => void) {
    const file = structuredClone(en);
    change(file);
    return customerSchema.safeParse(file);
  }

  it.each<{ name: string; at: string; change: (file: typeof en) => void }>([
    {
      name: 'a lost placeholder',
      at: 'kinds.responseLate.body.sorry',
      change: (file) => (file.kinds.responseLate.body.sorry = 'We are late.'),
    },
    {
      name: 'a placeholder that others don’t have',
      at: 'kinds.acknowledgement.heading',
      change: (file) => (file.kinds.acknowledgement.heading = 'Next for {title}'),
    },
    {
      name: 'a subject without the reference',
      at: 'kinds.acknowledgement.subject',
      change: (file) => (file.kinds.acknowledgement.subject = 'Request: {title}'),
    },
    {
      name: 'a missing kind',
      at: 'kinds.responseLate',
      change: (file) => delete (file.kinds as Partial<typeof file.kinds>).responseLate,
    },
    {
      name: 'one sentence too many',
      at: 'kinds.responseLate.body',
      change: (file) => Object.assign(file.kinds.responseLate.body, { again: 'Sorry again.' }),
    },
    {
      name: 'an unknown key',
      at: 'kinds.responseLate.next',
      change: (file) => Object.assign(file.kinds.responseLate.next, { extra: 'More.' }),
    },
    {
      name: 'a placeholder that is not closed',
      at: 'kinds.responseLate.body.sorry',
      change: (file) => (file.kinds.responseLate.body.sorry = 'Late: {due'),
    },
    {
      name: 'a plural form that the language does not have',
      at: 'times.hours',
      change: (file) => (file.times.hours = '{week} {zone} {count, plural, one {} few {} other {{days}}}'),
    },
    {
      name: 'a plural form that is missing',
      at: 'times.hours',
      change: (file) => (file.times.hours = '{week} {zone} {count, plural, one {{days}}}'),
    },
    { name: 'an empty sentence', at: 'signature', change: (file) => (file.signature = ' ') },
    { name: 'an unknown locale', at: 'locale', change: (file) => (file.locale = 'xx-XX') },
    {
      name: 'a missing sentence for a rule',
      at: 'kinds.newCaseNeeded.body.RE-3',
      change: (file) =>
        delete (file.kinds.newCaseNeeded.body as Partial<typeof file.kinds.newCaseNeeded.body>)['RE-3'],
    },
    {
      name: 'a missing word for a plan',
      at: 'words.plan.unified',
      change: (file) => delete (file.words.plan as Partial<typeof file.words.plan>).unified,
    },
  ])('$name', ({ at, change }) => {
    const result = changed(change);
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toContain(at);
  });

  it('and an unchanged one is not', () => {
    expect(changed(() => {}).success).toBe(true);
  });
});
