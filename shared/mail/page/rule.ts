import { escape } from '../escape.ts';

/** Where the small "why" line of a mail leads: what a rule of the policy says, for who has no token. */
export function rulePage({
  id,
  title,
  sentence,
}: {
  readonly id?: string;
  readonly title: string;
  readonly sentence: string;
}): string {
  const named = id === undefined ? '' : `\n      <p><small>Support policy, rule ${escape(id)}</small></p>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escape(title)}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="../page.css" />
  </head>
  <body>
    <main>
      <h1>${escape(title)}</h1>
      <p>${escape(sentence)}</p>${named}
    </main>
  </body>
</html>
`;
}
