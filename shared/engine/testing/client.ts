import { Refused, type CaseAction, type SubmitCase } from '../../cases/index.ts';
import { toldLate, type LifeStep } from '../../cases/testing/lives.ts';
import { actOnCase, submitCase } from '../commands/act.ts';
import { idempotencyOf, keyedCaseId, type Idempotency } from '../commands/idempotency.ts';
import { load } from '../commit/load.ts';
import type { Alarms, Ports } from '../ports.ts';
import type { Answer } from '../commands/read.ts';
import type { Host } from './host.ts';
import type { World } from './world.ts';

type Command = SubmitCase | CaseAction;

/** A command as its client knows it. `unheard`: no answer came, however often it was asked. */
export interface Sent {
  readonly key: Idempotency;
  readonly command: Command;
  /** How often it was sent. Only what was accepted is remembered: a copy may be accepted after another was refused. */
  copies: number;
  outcome: 'accepted' | 'refused' | 'unheard' | 'waiting';
  answer?: Answer;
}

const engineer = { kind: 'caller', id: 'e-1', role: 'engineer', tenantId: 'operator' } as const;
const mostTries = 8;

/** Sends commands with a key each, and again with the same key as long as no answer comes. */
export class Client {
  readonly sent: Sent[] = [];
  readonly #world: World;
  readonly #hosts: () => readonly Host[];
  readonly #alarmsOf: (host: Host) => Alarms;
  #last: Promise<unknown> = Promise.resolve();

  constructor(world: World, hosts: () => readonly Host[], alarmsOf: (host: Host) => Alarms) {
    this.#world = world;
    this.#hosts = hosts;
    this.#alarmsOf = alarmsOf;
  }

  /** Submits the case. `then` runs once it is known whether there is one. */
  submit(submission: Omit<SubmitCase, 'caseId' | 'type'>, then: (caseId: string | undefined) => void): void {
    const key = this.#key();
    const caseId = keyedCaseId(key);
    const command: SubmitCase = { ...submission, type: 'case.submit', caseId };
    this.#send(
      { key, command, copies: 0, outcome: 'waiting' },
      (ports, alarms) => submitCase(ports, alarms, command, key),
      (sent) => then(sent.outcome === 'accepted' ? caseId : undefined),
    );
  }

  /** Does something on the case. Some clients wait for the answer before they go on; most don't. */
  act(caseId: string, step: Extract<LifeStep, { post: unknown }>): void {
    const key = this.#key();
    const told = toldLate(step, this.#world.now.product);
    // A body as it would be posted.
    const command = { ...told, by: engineer } as unknown as CaseAction;
    const sent: Sent = { key, command, copies: 0, outcome: 'waiting' };
    const act = async (ports: Ports, alarms: Alarms): Promise<Answer> =>
      actOnCase(ports, alarms, await load(ports, caseId), command, { idempotency: key });
    const before = this.#last;
    this.#last = new Promise<void>((resolve) => {
      const begin = () => this.#send(sent, act, () => resolve());
      if (this.#world.adversary.of([true, false] as const)) void before.then(begin);
      else begin();
    });
  }

  #key(): Idempotency {
    const scope = { tenantId: 'contoso', client: 'c-1', operation: 'any' };
    return idempotencyOf({ ...scope, key: `key-${this.sent.length}-${this.#keys++}` }, {});
  }
  #keys = 0;

  #send(
    sent: Sent,
    work: (ports: Ports, alarms: Alarms) => Promise<Answer>,
    then: (sent: Sent) => void,
    attempt = 1,
  ): void {
    if (attempt === 1) this.sent.push(sent);
    const hosts = this.#hosts();
    const host = hosts[this.#world.adversary.first(hosts.length)];
    if (!host) throw new RangeError('no host to serve');
    const settle = (outcome: Sent['outcome']) => {
      if (sent.outcome !== 'waiting') return;
      sent.outcome = outcome;
      then(sent);
    };
    const again = () => {
      if (sent.outcome !== 'waiting') return;
      if (attempt === mostTries) return settle('unheard');
      const wait = 1000 + this.#world.adversary.wait(30_000);
      this.#world.at('wall', this.#world.now.wall + wait, () => this.#send(sent, work, then, attempt + 1));
    };
    const heard = {
      done: (answer: Answer) => {
        sent.answer ??= answer;
        settle('accepted');
      },
      failed: (error: unknown) => (error instanceof Refused ? settle('refused') : again()),
      lost: again,
    };
    const copies = this.#world.adversary.fault('command', ['twice']) ? 2 : 1;
    sent.copies += copies;
    for (let copy = 0; copy < copies; copy += 1) {
      host.do((ports) => work(ports, this.#alarmsOf(host)), heard);
    }
  }
}
