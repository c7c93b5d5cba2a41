// Shows every notice of the samples in frames: in the language, theme and width that the address names.

const widths = { 390: 'phone', 700: 'desktop' };

const form = document.getElementById('choice');
const notices = document.getElementById('notices');
const status = document.getElementById('status');

/** An element with properties and children; texts stay texts. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A frame that is as high as what it shows. */
function frame(language, { id, subject }, theme, width) {
  const made = element('iframe', {
    className: widths[width],
    loading: 'lazy',
    title: `${subject} (${theme}, ${width} px)`,
    src: `${language}/${id}.html?theme=${theme}`,
  });
  made.setAttribute('sandbox', 'allow-same-origin');
  made.addEventListener('load', () => {
    made.style.height = `${made.contentDocument.documentElement.scrollHeight + 2}px`;
  });
  const caption = element('figcaption', { textContent: `${widths[width]}, ${width} px, ${theme}` });
  return element('figure', {}, caption, made);
}

function plainText(language, { id }) {
  const text = element('pre', { tabIndex: 0 });
  text.setAttribute('aria-label', 'Plain text');
  const details = element('details', {}, element('summary', { textContent: 'Plain text' }), text);
  details.addEventListener(
    'toggle',
    async () => (text.textContent = await (await fetch(`${language}/${id}.txt`)).text()),
    { once: true },
  );
  return details;
}

function section(language, notice, themes, shownWidths) {
  const frames = shownWidths.flatMap((width) => themes.map((theme) => frame(language, notice, theme, width)));
  return element(
    'section',
    {},
    element('h2', { textContent: notice.subject }),
    element('p', { textContent: `${notice.id}, to ${notice.audience}: ${notice.life}` }),
    element('div', { className: 'shown' }, ...frames),
    plainText(language, notice),
  );
}

async function show() {
  const { language, kind, theme, width } = Object.fromEntries(new FormData(form));
  const response = await fetch(language);
  const answer = await response.json();
  status.classList.toggle('wrong', !response.ok);
  if (!response.ok) {
    status.textContent = answer.detail ?? answer.title;
    notices.replaceChildren();
    return;
  }
  const kinds = [...new Set(answer.map((notice) => notice.kind))];
  form.elements.kind.replaceChildren(
    new Option('every one', ''),
    ...kinds.map((name) => new Option(name, name, false, name === kind)),
  );
  const wanted = answer.filter((notice) => !kind || notice.kind === kind);
  const themes = theme ? [theme] : ['light', 'dark'];
  const shownWidths = width ? [width] : Object.keys(widths);
  status.textContent = `${wanted.length} of ${answer.length}`;
  notices.replaceChildren(...wanted.map((notice) => section(language, notice, themes, shownWidths)));
}

async function begin() {
  const nameOf = new Intl.DisplayNames('en', { type: 'language' });
  const languages = await (await fetch('languages')).json();
  form.elements.language.replaceChildren(
    ...languages.map((tag) => new Option(`${nameOf.of(tag)} (${tag})`, tag)),
  );
  const asked = new URLSearchParams(location.search);
  const kind = asked.get('kind');
  // Which kinds there are is known once the samples are.
  if (kind) form.elements.kind.append(new Option(kind, kind));
  for (const select of form.querySelectorAll('select'))
    select.value = asked.get(select.name) ?? select[0].value;
  return show();
}

form.addEventListener('change', () => {
  const asked = [...new FormData(form)].filter(([, value]) => value !== '');
  history.replaceState(null, '', `?${new URLSearchParams(asked)}`);
  void show();
});
void begin();
