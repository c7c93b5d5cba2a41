import type { Ports } from '../ports.ts';

/** This machine's clock is not the store's: nothing is decided by it. Retryable, on another machine or later. */
export class ClockDiffers extends Error {
  override readonly name = 'ClockDiffers';

  constructor(offset: number) {
    const seconds = Math.round(Math.abs(offset) / 1000);
    const side = offset > 0 ? 'ahead of' : 'behind';
    super(
      `the clock of this host is ${seconds} s ${side} the store’s: nothing is decided until it is set right`,
    );
  }
}

type Trusting = Pick<Ports, 'store' | 'clockSkewLimit'>;

/** By real time: what a virtual clock shows is nobody else's business. */
export function clockDiffers({ store, clockSkewLimit }: Trusting): ClockDiffers | undefined {
  const offset = store.clockOffset();
  return Math.abs(offset) > clockSkewLimit ? new ClockDiffers(offset) : undefined;
}

/** @throws ClockDiffers */
export function assertClock(ports: Trusting): void {
  const differs = clockDiffers(ports);
  if (differs) throw differs;
}
