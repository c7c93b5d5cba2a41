const encoder = new TextEncoder();

/**
 * The name of a content: FNV-1a of 64 bits over its UTF-8, in hexadecimal. It tells contents apart that the product
 * itself has made; it is no guard against one that was made to have a given hash.
 */
export function contentHash(text: string): string {
  // The offset basis and the prime 2^40 + 0x1b3, in halves of 32 bits: no product here leaves the safe integers.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of encoder.encode(text)) {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    high = (high * 0x1b3 + low * 0x100 + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  return hex(high) + hex(low);
}

function hex(half: number): string {
  return half.toString(16).padStart(8, '0');
}
