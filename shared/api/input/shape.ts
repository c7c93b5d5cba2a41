import { Problem } from './problem.ts';

/** How deep objects and arrays may stand in each other in a body; requests that make sense have six levels. */
export const mostLevels = 32;

/**
 * How many values a body may hold, or each element where the body is an array. Of an object only as many fields count
 * as any object of the API has: those that are unknown cost little to refuse.
 */
export const mostValues = 3500;
const mostFields = 30;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Refuses JSON that would take long to judge, or could not be walked recursively, before it is parsed: 400
 * `body.tooDeep`, 400 `body.tooManyValues`. Text that is no JSON is left to the parser.
 */
export function judgeShape(text: string, most = mostValues): void {
  /** How many fields of each object that is open have begun; undefined for an array. */
  const open: (number | undefined)[] = [];
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
    } else if (code === openArray || code === openObject) {
      if (open.length > 0) values += 1;
      open.push(code === openObject ? 1 : undefined);
      if (open.length > mostLevels) throw tooDeep();
    } else if (code === closeArray || code === closeObject) {
      open.pop();
    } else if (code === comma) {
      const last = open.length - 1;
      const fields = open[last];
      if (fields !== undefined) open[last] = fields + 1;
      if (fields === undefined || fields < mostFields) values += 1;
      // The next element of a body that is an array.
      if (last === 0 && fields === undefined) values = 0;
    }
    if (values > most) throw tooManyValues(most);
  }
}

/** Where the string that begins at `from` ends, or the text. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

function tooDeep(): Problem {
  const detail = `The body has objects or arrays more than ${mostLevels} levels deep in each other: send none deeper.`;
  return new Problem(400, 'body.tooDeep', detail);
}

function tooManyValues(most: number): Problem {
  const detail = `The body, or an element of it, holds more than ${most} values: send fewer.`;
  return new Problem(400, 'body.tooManyValues', detail);
}
