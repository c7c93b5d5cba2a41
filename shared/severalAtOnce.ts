/** Does the work for each, so many at a time, and answers in their order. Rejects with the first failure. */
export async function severalAtOnce<T, R>(
  many: number,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const left = all.entries();
  const worker = async () => {
    for (const [index, one] of left) answers[index] = await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(many, all.length) }, worker));
  return answers;
}
