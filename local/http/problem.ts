/** An answer with problem details (RFC 9457), for what the runtime itself refuses. */
export function problem(status: number, title: string, detail?: string): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status, ...(detail && { detail }) }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
