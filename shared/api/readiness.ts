import { z } from 'zod';

/** Kinds of documents that operations keep, as these answers name them. */
export const documentKinds = ['policyVersion', 'calendar', 'incident', 'entitlement', 'fanOut'] as const;

export const readyViewSchema = z
  .strictObject({
    status: z.string(),
    degraded: z
      .array(
        z.strictObject({ what: z.enum([...documentKinds, 'mail', 'channel', 'load']), detail: z.string() }),
      )
      .meta({
        description:
          'Single documents that cannot be read, mail that does not go out, channels that take nothing, or new work that is refused because more is asked than can be served; everything that does not rest on them works',
      }),
  })
  .meta({ id: 'Ready' });

export const unreadableViewSchema = z
  .strictObject({
    caseId: z.string().optional().meta({ description: 'A case that cannot be read' }),
    what: z.string().meta({ description: '`case`, or the kind of a document: `policyVersion`, ...' }),
    id: z.string().optional().meta({ description: 'Of the document' }),
    detail: z.string(),
  })
  .meta({ id: 'Unreadable' });
export type UnreadableView = z.output<typeof unreadableViewSchema>;

/** By kind, and without names: this answer is for anybody. */
export function degradedBy(
  documents: readonly { readonly what: (typeof documentKinds)[number] }[],
  {
    isMailFailing,
    failingChannels,
    isRefusing,
  }: { readonly isMailFailing: boolean; readonly failingChannels: number; readonly isRefusing: boolean },
): z.output<typeof readyViewSchema>['degraded'] {
  const mail = {
    what: 'mail' as const,
    detail: 'No mail goes out at present: GET /api/operations/alarms says why under `mail`.',
  };
  const channel = {
    what: 'channel' as const,
    detail: `${failingChannels} of operations cannot be posted to: GET /api/operations/alarms says which, and why, under \`channels\`.`,
  };
  const load = {
    what: 'load' as const,
    detail: 'More is asked at present than can be served beside what is due: new work is refused (429).',
  };
  const unreadable = documentKinds.flatMap((what) => {
    const count = documents.filter((one) => one.what === what).length;
    if (count === 0) return [];
    const detail = `${count} cannot be read: GET /api/operations/alarms names ${count === 1 ? 'it' : 'them'} under \`unreadable\`.`;
    return [{ what, detail }];
  });
  return [
    ...unreadable,
    ...(isMailFailing ? [mail] : []),
    ...(failingChannels > 0 ? [channel] : []),
    ...(isRefusing ? [load] : []),
  ];
}
