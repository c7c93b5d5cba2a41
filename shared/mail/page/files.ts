import { escape } from '../escape.ts';
import type { MailLook } from '../render/look.ts';
import { languages, messagesIn } from '../render/messages/index.ts';
import { script } from './script.ts';

/** The brand's colour is readable on white, and white on it: `mailLook` sees to it. */
const style = ({ color }: MailLook) => `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2328; --faint: #57606a; --line: #d0d7de; --brand: ${color}; --main: var(--brand); --wrong: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16191d; --text: #e6e8eb; --faint: #a5adb6; --line: #444c56; --main: #7db8f5; --wrong: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.55 'Segoe UI', system-ui, -apple-system, Roboto, Helvetica, Arial, sans-serif; }
header { background: var(--brand); color: #ffffff; font-size: 1.1rem; font-weight: 600; }
header > div { max-width: 40rem; margin: 0 auto; padding: 0.75rem 1rem; overflow-wrap: anywhere; }
header img { display: block; height: 40px; max-width: 100%; object-fit: contain; object-position: left; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 0.75rem; }
h1:focus, h2:focus { outline: none; }
.label, dt, label { font-weight: 600; }
.label { margin-bottom: 0.25rem; }
blockquote { margin: 0 0 1rem; padding: 0.25rem 0 0.25rem 0.75rem; border-inline-start: 4px solid var(--line); white-space: pre-wrap; }
dl > div { padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--faint); font-size: 0.9rem; }
dd { margin: 0; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 0.5rem; }
button { min-height: 2.75rem; padding: 0.5rem 1rem; border: 1px solid var(--main); border-radius: 4px; background: var(--back); color: var(--main); font: inherit; cursor: pointer; }
.actions button { width: 100%; text-align: start; }
button.main { background: var(--brand); border-color: var(--brand); color: #ffffff; }
button:disabled { opacity: 0.6; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
label { display: block; margin-bottom: 0.25rem; }
textarea, input:not([type=checkbox]) { width: 100%; padding: 0.5rem; border: 1px solid var(--faint); border-radius: 4px; background: var(--back); color: var(--text); font: inherit; }
[aria-invalid=true] { border-color: var(--wrong); }
.fault { color: var(--wrong); }
.fault:empty { display: none; }
.check { display: flex; gap: 0.5rem; align-items: start; }
.check input { width: 1.4rem; height: 1.4rem; flex: none; }
.check label { margin: 0; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
`;

/** What is said before anything has been read, or where nothing can be. */
function texts() {
  return Object.fromEntries(
    languages.map((language) => {
      const { loading, failed, problems } = messagesIn(language).page;
      const { unavailable, unknown, fields } = problems;
      return [language, { loading, failed, unavailable, unknown, fields }];
    }),
  );
}

/** Whose support it is, as at the head of mails; nothing where no setting says so. */
function head({ brand, logo }: MailLook): string {
  if (brand === undefined && logo === undefined) return '';
  const name = escape(brand ?? 'Support');
  const shown = logo === undefined ? name : `<img src="${escape(logo)}" alt="${name}" />`;
  return `    <header><div>${shown}</div></header>\n`;
}

/** The same for everybody: the link itself stands behind # and never gets here. */
function shell(look: MailLook): string {
  const sentences = languages.map(
    (language) => `      <p lang="${language}">${messagesIn(language).page.noScript}</p>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <meta name="robots" content="noindex" />
    <title>Support</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="mail/page.css" />
    <script src="mail/page.js" defer></script>
  </head>
  <body>
${head(look)}    <main></main>
    <noscript>
${sentences.join('\n')}
    </noscript>
  </body>
</html>
`;
}

const files = {
  '': { type: 'text/html; charset=utf-8', make: shell },
  'page.css': { type: 'text/css; charset=utf-8', make: style },
  'page.js': {
    type: 'text/javascript; charset=utf-8',
    make: () => `const texts = ${JSON.stringify(texts())};\n${script}`,
  },
} as const;
const made = new Map<string, string>();

/** The page that links of mails lead to (`''`), or a file of it. */
export function pageFile(
  name: keyof typeof files,
  look: MailLook,
): { readonly type: string; readonly body: string } {
  const { type, make } = files[name];
  const key = JSON.stringify([name, look.color, look.brand, look.logo]);
  const body = made.get(key) ?? make(look);
  made.set(key, body);
  return { type, body };
}
