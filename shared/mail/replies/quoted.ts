/** What begins a line above a quotation that may be broken over several. */
const openings: readonly RegExp[] = [
  /^on\b.{0,300}\bwrote:$/is,
  /^am\b.{0,300}\bschrieb\b.{0,200}:$/is,
  /^le\b.{0,300}\ba écrit\s*:$/is,
  /^el\b.{0,300}\bescribió:$/is,
  /^il\b.{0,300}\bha scritto:$/is,
  /^em\b.{0,300}\bescreveu:$/is,
];

/** What stands in one line above it. */
const introductions: readonly RegExp[] = [
  /^.{0,200}\bschrieb am\b.{0,200}:$/is,
  /^.{0,200}(写道|寫道)[:：]$/s,
  /^.{0,200}(のメール|書きました)[:：]$/s,
  /^-{3,}\s*(original message|ursprüngliche nachricht|originalnachricht|message d'origine|message d’origine|mensaje original|messaggio originale|mensagem original|原始邮件|原始郵件|元のメッセージ)\s*-{3,}$/i,
  /^_{20,}$/,
];

/** What begins the block of headers over a quotation that has no other mark. */
const sender = /^\*?(from|von|de|da|发件人|寄件者|差出人)\s*[:：]\*?\s*\S/i;
const others =
  /^\*?(sent|to|date|gesendet|an|envoyé|à|enviado|para|inviato|a|enviada em|发送时间|寄件日期|送信日時|日付)\s*[:：]/i;

/**
 * What somebody has written above, between or below what a mail quotes: without the quotation, what introduces it and
 * the signature. Empty where it holds nothing else.
 */
export function withoutQuoted(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b\ufeff]/g, '')
    .split('\n');
  const answer = lastAnswerBelow(lines);
  const end = lines.findIndex((_line, index) => ends(lines, index, answer));
  return (end < 0 ? lines : lines.slice(0, end))
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Whether all that follows from this line on is a quotation or a signature. `answer`: see `lastAnswerBelow`. */
function ends(lines: readonly string[], index: number, answer: number): boolean {
  const line = lines[index] ?? '';
  if (/^-- ?$/.test(line)) return true;
  const trimmed = line.trim();
  if (sender.test(trimmed) && lines.slice(index + 1, index + 4).some((next) => others.test(next.trim())))
    return true;
  // A long introduction is broken over two lines or three.
  const isIntroduction = [1, 2, 3].some((count) => {
    const block = lines.slice(index, index + count).map((one) => one.trim());
    if (block.includes('')) return false;
    const known = count === 1 ? [...openings, ...introductions] : openings;
    return known.some((one) => one.test(block.join(' ')));
  });
  // Who answers between the lines goes on after the quotation.
  return isIntroduction && answer < index;
}

/** Where a line of one's own stands right below a quoted one for the last time; -1 for nowhere. */
function lastAnswerBelow(lines: readonly string[]): number {
  let isBelowQuoted = false;
  let last = -1;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const isQuoted = /^\s*>/.test(line);
    if (isBelowQuoted && !isQuoted) last = index;
    isBelowQuoted = isQuoted;
  }
  return last;
}
