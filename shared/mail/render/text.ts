// Noncharacters of Unicode, which no text of others gets through `harmless`.
const start = '\ufdd0';
const end = '\ufdd1';

/** Text that must not break over lines: a time, a date. */
export function kept(text: string): string {
  return `${start}${text}${end}`;
}

/** What is kept together becomes what `keep` makes of it. */
export function withKept(text: string, keep: (text: string) => string): string {
  return text.replace(/\ufdd0([^\ufdd0\ufdd1]*)\ufdd1/g, (_, inner: string) => keep(inner));
}

/** For plain text, where only a blank can be held together. */
export function plain(text: string): string {
  return withKept(text, (inner) => inner.replaceAll(' ', '\u00a0'));
}

/** For HTML, which keeps no two blanks in a row and none at the start of a line. */
export function indented(line: string): string {
  return line.replace(/(?<=^ *) | (?= )/g, '\u00a0');
}

// Control characters, separators, marks that turn the direction of text around, and noncharacters.
const unsafe =
  /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\p{Noncharacter_Code_Point}]+/gu;
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text of others on one line and of bounded length: nothing in it can start a header or hide another text. */
export function oneLine(text: string, longest = 200): string {
  return cut(harmless(text).replace(/\s+/g, ' ').trim(), longest);
}

/** The same for a text of several lines, which keeps its lines and the blanks within them. */
export function manyLines(text: string, longest = 8000): readonly string[] {
  const lines = text.split(lineBreak).map((line) => harmless(line.replaceAll('\t', '    ')).trimEnd());
  const whole = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
  return whole === '' ? [] : cut(whole, longest).split('\n');
}

function harmless(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd').replace(unsafe, ' ');
}

function cut(line: string, longest: number): string {
  if (line.length <= longest) return line;
  let cutTo = '';
  for (const { segment } of graphemes.segment(line)) {
    if (cutTo.length + segment.length >= longest) break;
    cutTo += segment;
  }
  return `${cutTo.trimEnd()}…`;
}
