import { z } from 'zod';

/** One field that is wrong: where (RFC 6901), what, and how to mend it. */
const fieldErrorSchema = z.strictObject({
  pointer: z.string().meta({ description: 'JSON pointer (RFC 6901)', example: '/contactDetails/country' }),
  code: z.string(),
  detail: z.string(),
  suggestion: z.string().optional().meta({ description: 'The nearest known name' }),
});
export type FieldError = z.output<typeof fieldErrorSchema>;

/** So many errors a refusal tells; the others are mostly of the same kind. */
export const mostErrors = 20;

/** RFC 9457 problem details with this API's extensions. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().meta({ description: 'Tells how to mend it' }),
    code: z.string().meta({ description: 'Stable; for programs' }),
    errors: z
      .array(fieldErrorSchema)
      .max(mostErrors)
      .optional()
      .meta({ description: `The first ${mostErrors} of them` }),
    errorCount: z.int().optional().meta({ description: 'How many errors there are' }),
    rules: z.array(z.string()).optional().meta({ description: 'Ids of the policy rules that refused' }),
    traceId: z
      .string()
      .optional()
      .meta({ description: 'By which the log and telemetry name the request; as the header `x-trace-id`' }),
    allowed: z.array(z.string()).optional().meta({ description: 'Event types that can be posted now' }),
  })
  .meta({ id: 'Problem', description: 'What went wrong and how to mend it (RFC 9457)' });
export type ProblemBody = z.output<typeof problemSchema>;

const titles: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Not possible now',
  412: 'It has changed since',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'The policy refuses this',
  500: 'Something is wrong here',
  503: 'Not available now',
};

/** An answer that is a problem. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly extra: {
    /** All of them, or those that are told beside their `errorCount`. */
    readonly errors?: readonly FieldError[];
    readonly errorCount?: number;
    readonly rules?: string[];
    readonly allowed?: string[];
    /** In place of what the status is called. */
    readonly title?: string;
  };
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    extra: Problem['extra'] = {},
    options: { readonly headers?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.headers = options.headers ?? {};
  }

  body(): ProblemBody {
    const { errors, errorCount = errors?.length, ...extra } = this.extra;
    return {
      type: `urn:caseclock:problem:${this.code}`,
      title: titles[this.status] ?? 'Refused',
      status: this.status,
      detail: this.message,
      code: this.code,
      ...extra,
      ...(errors ? { errors: errors.slice(0, mostErrors), errorCount } : {}),
    };
  }
}
