/** One answer of a service: when (ms, of this machine's clock) its request was sent and it came, and its `Date`. */
export interface DatedAnswer {
  readonly sent: number;
  readonly received: number;
  /** As HTTP writes it: whole seconds (RFC 9110, 5.6.7). */
  readonly date: string;
}

/**
 * How far this machine's clock is ahead of the service's at the least (ms); negative: behind. 0 where the answer is
 * compatible with the same time on both, however long it took; undefined where its date cannot be read.
 */
export function clockOffsetBy({ sent, received, date }: DatedAnswer): number | undefined {
  const at = Date.parse(date);
  if (!Number.isFinite(at)) return undefined;
  // It was written at some time within that second, between the request and the answer.
  const ahead = sent - (at + 999);
  const behind = received - at;
  return ahead > 0 ? ahead : Math.min(0, behind);
}
