import type { z } from 'zod';

import type { BodyLimits } from './input/body.ts';
import type { Elements } from './input/parse.ts';

/** Whoever has a role. */
export const anyRole = ['integration', 'engineer', 'operations'] as const;

interface Answered {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** It can be had as a table too (`Accept: text/csv`, `?format=csv`). */
  readonly csv?: true;
  /** Those that tell something about what is answered. */
  readonly headers?: readonly ('ETag' | 'Location')[];
}

/** One call of the HTTP API: what the function parses by and what the OpenAPI document says. */
export interface Endpoint {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without a leading slash, as Azure Functions routes are written. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Roles of which the token needs one; empty: no token. */
  readonly roles: readonly ('integration' | 'engineer' | 'operations')[];
  /** A tenant without an entitlement may do this too, as far as the call itself lets it. */
  readonly forAnyTenant?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Where the body may be an array: what it holds. It is then parsed element by element. */
  readonly elements?: Elements;
  /** The largest body that is read, in bytes; `usualBody` unless it says otherwise. */
  readonly largestBody?: number;
  /** How many values it may hold, where it is not the usual number. */
  readonly mostValues?: number;
  /** What an integration of the operator's own tenant may send instead. */
  readonly ofHome?: BodyLimits;
  /** Request headers that are honoured. */
  readonly headers?: readonly ('Idempotency-Key' | 'If-Match' | 'If-None-Match')[];
  readonly answers: Readonly<Record<number, Answered>>;
  /** Problem statuses besides 400, 401, 403 and 503. */
  readonly problems?: readonly number[];
}
