import { styleText } from 'node:util';
import { DateTime } from 'luxon';

import type { Tone } from './words.ts';

const colours = {
  plain: 'reset',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  quiet: 'gray',
} as const satisfies Record<Tone, string>;

const caseColours = ['cyan', 'magenta', 'blue'] as const;
const width = 100;
const labelWidth = 8;

/** Prints a timeline to standard output; in colour on a terminal, unless NO_COLOR is set. */
export class Printer {
  readonly #zone: string;
  readonly #place: string;
  readonly #names: string[] = [];
  #instant = '';
  #day = '';

  /** `zone`: whose wall clock the left column shows; `place`: what that is called. */
  constructor(zone: string, place: string) {
    this.#zone = zone;
    this.#place = place;
  }

  heading(text: string): void {
    write(styleText('bold', text));
  }

  /** What the reader should know before the next lines. */
  narrate(text: string): void {
    write('');
    for (const line of wrapped(text, width)) write(styleText('italic', line));
    this.#instant = '';
  }

  /** One line of the timeline: when, which case, what, and the rules it rests on. */
  line(instant: string, name: string, text: string, tone: Tone, rules: readonly string[] = []): void {
    const local = DateTime.fromISO(instant, { zone: this.#zone, locale: 'en-GB' });
    this.#dayOf(local);
    const time = `  ${local.toFormat('HH:mm')}  ${local.toUTC().toFormat('HH:mm')}  `;
    const when = this.#instant === instant ? ' '.repeat(time.length) : time;
    this.#instant = instant;
    const label = ` ${name.padEnd(labelWidth)} `;
    const indent = time.length + label.length + 1;
    const lines = wrapped(text, width - indent);
    const why = rules.length > 0 ? `[${rules.join(' ')}]` : '';
    const last = lines.at(-1) ?? '';
    const fits = indent + last.length + 1 + why.length <= width;
    const shown = lines.map((line) => styleText(colours[tone], line));
    const dim = why && styleText('gray', why);
    if (fits && dim) shown.push(`${shown.pop() ?? ''} ${dim}`);
    else if (dim) shown.push(dim);
    const [first = '', ...rest] = shown;
    write(`${when}${styleText(['inverse', this.#colour(name)], label)} ${first}`);
    for (const line of rest) write(' '.repeat(indent) + line);
  }

  #dayOf(local: DateTime): void {
    const day = local.toFormat('cccc d LLLL yyyy');
    if (day === this.#day) return;
    this.#day = day;
    write(`\n${styleText('bold', day)}`);
    write(styleText('gray', `  ${this.#place}  UTC`));
  }

  #colour(name: string) {
    if (!this.#names.includes(name)) this.#names.push(name);
    return caseColours[this.#names.indexOf(name) % caseColours.length] ?? 'cyan';
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
