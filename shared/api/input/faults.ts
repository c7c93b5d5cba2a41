import { mostErrors, Problem, type FieldError } from './problem.ts';

/** What is wrong with a request: the errors that are told, and how many there are. */
export class Faults {
  readonly #what: string;
  readonly #told: FieldError[] = [];
  #count = 0;

  /** `what`: the part of the request that is judged, such as `The body`. */
  constructor(what = 'The body') {
    this.#what = what;
  }

  get count(): number {
    return this.#count;
  }

  /** Only what is told is made. */
  add(make: () => FieldError): void {
    this.#count += 1;
    if (this.#told.length < mostErrors) this.#told.push(make());
  }

  addAll(errors: readonly FieldError[]): void {
    for (const error of errors) this.add(() => error);
  }

  /** The 400 that tells them. */
  problem(extra: Pick<Problem['extra'], 'rules'> = {}): Problem {
    const fields = this.#count === 1 ? 'a field' : `${this.#count} fields`;
    const where = this.#count > mostErrors ? `see the first ${mostErrors} in \`errors\`` : 'see `errors`';
    return new Problem(400, 'request.invalid', `${this.#what} has ${fields} to mend: ${where}.`, {
      errors: this.#told,
      errorCount: this.#count,
      ...extra,
    });
  }
}
