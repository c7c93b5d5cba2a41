import { setTimeout as wait } from 'node:timers/promises';

import type { Api, CaseView, Mail, Role } from './api.ts';
import type { Printer } from './printer.ts';
import { clockName, sentence, spell, type Tone } from './words.ts';

interface Actor {
  readonly name: string;
  readonly caseId: string;
  /** The last event that has been printed. */
  seen: number;
  readonly clockKinds: Map<string, string>;
}

interface Line {
  readonly instant: string;
  readonly name: string;
  readonly text: string;
  readonly tone: Tone;
  readonly rules: readonly string[];
}

/** What a step of the story may do. Whatever follows from it is printed as soon as it has happened. */
export class Stage {
  readonly #api: Api;
  readonly #printer: Printer;
  readonly #zone: string;
  /** Rest after each print (ms), for eyes. */
  readonly #pace: number;
  readonly #actors: Actor[] = [];
  /** Mails that have been printed, by their place in the mailbox. */
  readonly #printed = new Set<number>();

  constructor(api: Api, printer: Printer, options: { readonly zone: string; readonly pace: number }) {
    this.#api = api;
    this.#printer = printer;
    this.#zone = options.zone;
    this.#pace = options.pace;
  }

  narrate(text: string): void {
    this.#printer.narrate(text);
  }

  async entitle(tenantId: string, entitlement: object): Promise<void> {
    await this.#api.putEntitlement(tenantId, entitlement);
  }

  /** Submits a case that the story calls `name`. */
  async submit(name: string, submission: object): Promise<void> {
    const { id } = await this.#api.submit(submission);
    await this.follow(name, id);
  }

  /** Tells of this case too, from its beginning. */
  async follow(name: string, caseId: string): Promise<void> {
    this.#actors.push({ name, caseId, seen: 0, clockKinds: new Map() });
    await this.#settled();
  }

  async post(role: Role, name: string, event: object): Promise<CaseView> {
    const view = await this.#api.post(role, this.#actor(name).caseId, event);
    await this.#settled();
    return view;
  }

  /** Posts what the product refuses, and prints that it does. */
  async refused(role: Role, name: string, event: object): Promise<void> {
    const { code, rules } = await this.#api.refusal(role, this.#actor(name).caseId, event);
    this.#printer.line(await this.#api.now(), name, `refused: ${code}`, 'bad', rules);
    await this.#settled();
  }

  /** Lets time pass until `instant` (ISO 8601, with offset), from one wake to the next. */
  async until(instant: string): Promise<void> {
    const target = new Date(instant).toISOString();
    for (;;) {
      const wake = await this.#api.nextWake();
      const isBefore = wake !== undefined && Date.parse(wake) < Date.parse(target);
      await this.#api.moveTo(isBefore ? wake : target);
      await this.#report();
      if (!isBefore) return;
    }
  }

  /** Prints how far the case's clock has come, as the API tells it now. */
  async look(name: string): Promise<void> {
    const view = await this.#api.read(this.#actor(name).caseId);
    const now = await this.#api.now();
    for (const clock of view.clocks.filter((one) => one.state === 'running')) {
      const text = `the clock (${clockName(clock.kind)}) shows ${spell(clock.elapsed)} of ${spell(clock.target)}, ${spell(clock.remaining)} left`;
      this.#printer.line(now, name, text, 'quiet');
    }
  }

  /** Prints what has happened since the last time, after the mail it caused has been sent. */
  async #settled(): Promise<void> {
    await this.#api.moveTo(await this.#api.now());
    await this.#report();
  }

  async #report(): Promise<void> {
    const lines = [...(await this.#happened()), ...(await this.#delivered())];
    lines.sort((a, b) => Date.parse(a.instant) - Date.parse(b.instant));
    for (const { instant, name, text, tone, rules } of lines) {
      this.#printer.line(instant, name, text, tone, rules);
      if (this.#pace > 0) await wait(this.#pace);
    }
  }

  async #happened(): Promise<Line[]> {
    const lines: Line[] = [];
    for (const actor of this.#actors) {
      for (const entry of await this.#api.timeline(actor.caseId, actor.seen)) {
        actor.seen = entry.sequence;
        const said = sentence(entry, actor.clockKinds, this.#zone);
        if (said) lines.push({ instant: entry.decidedAsOf, name: actor.name, rules: entry.rules, ...said });
      }
    }
    return lines;
  }

  async #delivered(): Promise<Line[]> {
    const all = await this.#api.mails();
    return all.flatMap((mail, index) => {
      const actor = this.#actors.find(({ caseId }) => caseId === mail.caseId);
      if (!actor || this.#printed.has(index)) return [];
      this.#printed.add(index);
      const text = `mail to ${mail.to}: “${withoutReference(mail)}”`;
      return [{ instant: mail.sentAt, name: actor.name, text, tone: 'quiet' as const, rules: [] }];
    });
  }

  #actor(name: string): Actor {
    const actor = this.#actors.find((one) => one.name === name);
    if (!actor) throw new Error(`The story knows no case ${name} yet.`);
    return actor;
  }
}

/** The subject without the reference at its end: the line says already which case it is. */
function withoutReference({ subject }: Mail): string {
  return subject.replace(/ \[[^[\]]+\]$/, '');
}
