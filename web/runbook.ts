/** The runbook as a page of its own: no script, and an anchor for each alert. */
import { Marked } from 'marked';

import { anchorOf } from '../shared/api/operations/runbook.ts';

/** @param style path of the stylesheet below /ops */
export function runbookPage(markdown: string, style: string): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text.replaceAll(' ', '-'))}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      // Other documents are not served.
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        return href.startsWith('#') ? `<a href="${href}">${words}</a>` : words;
      },
    },
  });
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Caseclock runbook</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/ops/${style}" />
  </head>
  <body>
    <main class="runbook">
${marked.parse(markdown, { async: false })}
    </main>
  </body>
</html>
`;
}
