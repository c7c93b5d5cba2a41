/**
 * Loaded into the product's process before the product itself: a timer of a millisecond measures how long the event
 * loop keeps it waiting. Asked over the process's channel it tells the longest hold since it was asked last, in ms: by
 * the wall clock, and what of a hold this thread was at work itself, whatever else the machine was doing.
 */
export interface Hold {
  readonly wall: number;
  readonly work: number;
}

let worst: Hold = { wall: 0, work: 0 };
let before = measure();

setInterval(() => {
  const now = measure();
  worst = {
    wall: Math.max(worst.wall, now.wall - before.wall),
    work: Math.max(worst.work, now.work - before.work),
  };
  before = now;
}, 1).unref();

process.on('message', () => {
  process.send?.(worst);
  worst = { wall: 0, work: 0 };
});
// The channel alone keeps nobody running.
process.channel?.unref();

function measure(): Hold {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), work: (user + system) / 1000 };
}
