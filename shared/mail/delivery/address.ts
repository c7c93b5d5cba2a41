// One address, no display name, no list: whatever else the text could smuggle into a header is refused.
const address = /^[^\s@<>(),;:\\"[\]\p{Cc}]+@[^\s@<>(),;:\\"[\]\p{Cc}]+$/u;

export function isAddress(text: string): boolean {
  return address.test(text) && text.length <= 320;
}

/** The addresses of a list with commas, each once. */
export function addressesIn(list: string): readonly string[] {
  const all = list.split(',').map((one) => one.trim());
  return [...new Set(all.filter((one) => one !== ''))];
}
