import { z } from 'zod';

import { text } from './text.ts';

/** Why a link does nothing. */
export const linkFaults = [
  'unknown',
  'over',
  'used',
  'unconfirmed',
  'fields',
  'busy',
  'unavailable',
] as const;
export type LinkFault = (typeof linkFaults)[number];

const plain = text();

/** What the page that a mail's links lead to says of its own; the rest it says as the mails do. */
export const pageSchema = z.strictObject({
  title: text('reference'),
  asked: plain,
  proposed: plain,
  open: plain,
  choose: plain,
  message: plain,
  optional: plain,
  firstName: plain,
  lastName: plain,
  send: plain,
  back: plain,
  confirm: text('name'),
  confirmed: plain,
  /** Beside the button that accepts a resolution. */
  closes: plain,
  thanks: plain,
  failed: plain,
  loading: plain,
  noScript: plain,
  problems: z.strictObject(
    Object.fromEntries(linkFaults.map((name) => [name, plain])) as Record<LinkFault, typeof plain>,
  ),
});
