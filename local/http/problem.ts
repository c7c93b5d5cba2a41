/** An answer with problem details (RFC 9457), for what the runtime itself refuses. */
export function problem(status: number, title: string, detail?: string, code?: string): Response {
  const told = { type: 'about:blank', title, status, ...(detail && { detail }), ...(code && { code }) };
  return new Response(JSON.stringify(told), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
