/**
 * What the page does in the browser. A text, since neither the compiler nor a bundle keeps a file of the browser's
 * beside the functions. `texts` goes before it: by language, what is said before anything has been read.
 */
export const script = String.raw`
'use strict';
const main = document.querySelector('main');
let language;
let token;

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  const { attributes = {}, ...others } = properties;
  Object.assign(made, others);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function speak(tag) {
  language = Object.hasOwn(texts, tag) ? tag : 'en';
  document.documentElement.lang = language;
}

function show(title, ...content) {
  document.title = title;
  const heading = element('h1', { textContent: title, tabIndex: -1 });
  main.replaceChildren(heading, ...content);
  main.removeAttribute('aria-busy');
  return heading;
}

/** What was answered, or what went wrong, in the reader's language. */
async function post(path, body) {
  let answer;
  let said = {};
  try {
    answer = await fetch('api/mail/links/' + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'omit',
      cache: 'no-store',
      body: JSON.stringify({ token, language, ...body }),
    });
    said = await answer.json();
  } catch {
    return { fault: { title: texts[language].failed, detail: texts[language].unavailable, errors: [] } };
  }
  if (answer.ok) return { said };
  const { title, detail, code = '', errors = [] } = said;
  if (code.startsWith('link.')) {
    speak(answer.headers.get('content-language') ?? language);
    return { fault: { title, detail, errors } };
  }
  const isOfLink = code === 'request.invalid' && errors.some(({ pointer }) => pointer === '/token');
  const kind = isOfLink ? 'unknown' : code === 'request.invalid' ? 'fields' : 'unavailable';
  return { fault: { title: texts[language].failed, detail: texts[language][kind], errors } };
}

function refuse({ title, detail }) {
  show(title, element('p', { textContent: detail, attributes: { role: 'alert' } })).focus();
}

function fieldOf({ name, label, value, required }) {
  const id = 'field-' + name;
  const types = { primaryEmailAddress: 'email', phoneNumber: 'tel' };
  const input =
    name === 'message'
      ? element('textarea', { rows: 6, maxLength: 8000, dir: 'auto' })
      : element('input', { type: types[name] ?? 'text', maxLength: 320, dir: 'auto' });
  Object.assign(input, { id, name, value, required });
  return element('p', {}, element('label', { htmlFor: id, textContent: label }), input);
}

function bodyOf(action, form) {
  const values = Object.fromEntries(
    [...form.querySelectorAll('textarea, input:not([type=checkbox])')]
      .map(({ name, value }) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );
  const isConfirmed = form.querySelector('input[type=checkbox]')?.checked === true;
  const { message, ...contactDetails } = values;
  return {
    action,
    ...(message === undefined ? {} : { message }),
    ...(action === 'changeContact' ? { contactDetails } : {}),
    ...(isConfirmed ? { confirmed: true } : {}),
  };
}

/** The form of one action in place of the list of all. */
function open(view, place, { action, label, hint, fields }) {
  const fault = element('p', { className: 'fault', attributes: { role: 'alert' } });
  const send = element('button', { type: 'submit', className: 'main', textContent: fields.length > 0 ? view.words.send : label });
  const back = element('button', { type: 'button', textContent: view.words.back });
  const form = element(
    'form',
    {},
    element('h2', { textContent: label, tabIndex: -1 }),
    ...(hint === undefined ? [] : [element('p', { textContent: hint })]),
    ...fields.map(fieldOf),
    ...(view.confirm === undefined
      ? []
      : [
          element('p', { textContent: view.confirm.sentence, id: 'confirm-why' }),
          element(
            'p',
            { className: 'check' },
            element('input', { type: 'checkbox', id: 'confirm', required: true, attributes: { 'aria-describedby': 'confirm-why' } }),
            element('label', { htmlFor: 'confirm', textContent: view.confirm.label }),
          ),
        ]),
    fault,
    element('p', { className: 'buttons' }, send, back),
  );
  back.addEventListener('click', () => list(view, place, action));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    fault.textContent = '';
    const { said, fault: wrong } = await post('act', bodyOf(action, form));
    send.disabled = false;
    if (said) {
      show(view.title, element('p', { textContent: said.thanks, attributes: { role: 'status' } })).focus();
      return;
    }
    const names = wrong.errors.map(({ pointer }) => pointer.split('/').at(-1));
    for (const input of form.querySelectorAll('input, textarea'))
      input.setAttribute('aria-invalid', String(names.includes(input.name)));
    fault.textContent = wrong.detail;
    (form.querySelector('[aria-invalid=true]') ?? send).focus();
  });
  place.replaceChildren(form);
  (form.querySelector('textarea, input') ?? send).focus();
}

function list(view, place, focused) {
  const items = view.actions.map((one) => {
    const button = element('button', { type: 'button', textContent: one.label });
    button.addEventListener('click', () => open(view, place, one));
    return [one.action, button];
  });
  place.replaceChildren(
    element('h2', { textContent: view.words.choose }),
    element('ul', { className: 'actions' }, ...items.map(([, button]) => element('li', {}, button))),
  );
  items.find(([action]) => action === focused)?.[1].focus();
}

function render(view, wanted) {
  speak(view.language);
  const place = element('section');
  const { quote } = view;
  show(
    view.title,
    element('p', { textContent: view.lead }),
    ...(quote === undefined
      ? []
      : [
          element('p', { className: 'label', textContent: quote.label }),
          element('blockquote', { textContent: quote.lines.join('\n'), dir: 'auto' }),
        ]),
    element(
      'dl',
      {},
      ...view.facts.map(({ label, value }) =>
        element('div', {}, element('dt', { textContent: label }), element('dd', { textContent: value, dir: 'auto' })),
      ),
    ),
    place,
  );
  const first = view.actions.find(({ action }) => action === wanted);
  if (first) open(view, place, first);
  else list(view, place);
}

async function start() {
  const [tag = '', wanted, ...rest] = location.hash.slice(1).split('.');
  token = rest.join('.').slice(0, 1000);
  speak(tag);
  main.setAttribute('aria-busy', 'true');
  main.replaceChildren(element('p', { textContent: texts[language].loading, attributes: { role: 'status' } }));
  if (token === '') {
    refuse({ title: texts[language].failed, detail: texts[language].unknown });
    return;
  }
  const { said, fault } = await post('read', {});
  if (said) render(said, wanted);
  else refuse(fault);
}

addEventListener('hashchange', start);
start();
`;
