// The mailbox page of the local runtime: polls the mailbox and the virtual clock, and moves the clock.

const pollEvery = 2000;
const atOnce = 200;

const byId = (id) => document.getElementById(id);
const page = {
  mails: [],
  etag: '',
  chosen: undefined,
  shown: atOnce,
  /** The clock as last read, and when that was in this browser's time. */
  clock: { now: Number.NaN, speed: 0, readAt: 0 },
};

/** An element with properties and children; texts stay texts. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function inUtc(instant) {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

// The clock

async function readClock() {
  const response = await fetch('/local/clock');
  if (!response.ok) throw new Error(await explain(response));
  keepClock(await response.json());
}

function keepClock({ now, speed }) {
  page.clock = { now: Date.parse(now), speed, readAt: performance.now() };
  showClock();
}

function showClock() {
  const { now, speed, readAt } = page.clock;
  if (Number.isNaN(now)) return;
  const shown = now + speed * (performance.now() - readAt);
  byId('now').textContent = inUtc(shown);
  byId('now').dateTime = new Date(shown).toISOString();
  byId('now-here').textContent = new Date(shown).toLocaleString(undefined, {
    dateStyle: 'full',
    timeStyle: 'long',
  });
  byId('speed-now').textContent =
    speed === 0 ? 'stands still' : speed === 1 ? 'as time goes by' : `${speed} times as fast`;
}

/** Posts a change of the clock. The answer comes when everything due by then has run. */
async function changeClock(change, doing) {
  const controls = document.querySelectorAll('.controls button');
  const focused = document.activeElement;
  say(`${doing} …`);
  for (const control of controls) control.disabled = true;
  try {
    const response = await fetch('/local/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    });
    if (!response.ok) throw new Error(await explain(response));
    keepClock(await response.json());
    const before = page.mails.length;
    await readMails();
    const came = page.mails.length - before;
    say(
      `It is ${inUtc(page.clock.now)}. ${came === 0 ? 'No new mail' : came === 1 ? 'One new mail' : `${came} new mails`}.`,
    );
  } catch (error) {
    say(error.message, true);
  } finally {
    for (const control of controls) control.disabled = false;
    focused?.focus();
  }
}

async function explain(response) {
  const problem = await response.json().catch(() => ({}));
  return problem.detail ?? problem.title ?? `The answer was ${response.status}.`;
}

function say(text, wrong = false) {
  byId('status').textContent = text;
  byId('status').classList.toggle('wrong', wrong);
}

// The mails

async function readMails() {
  const response = await fetch('/local/mail', { headers: page.etag ? { 'if-none-match': page.etag } : {} });
  if (response.status === 304) return;
  if (!response.ok) throw new Error(await explain(response));
  const mails = await response.json();
  const etag = response.headers.get('etag') ?? '';
  if (etag && etag === page.etag) return;
  page.etag = etag;
  page.mails = mails;
  showRecipients();
  showList();
}

/** All who read a mail: the mailbox lists them in one text. */
function recipientsOf(mail) {
  return [mail.to, mail.cc].filter(Boolean).join(', ').split(', ');
}

function showRecipients() {
  const select = byId('recipient');
  const counts = Map.groupBy(
    page.mails.flatMap((mail) => recipientsOf(mail)),
    (to) => to,
  );
  const { value } = select;
  select.replaceChildren(
    new Option(`everyone (${page.mails.length})`, ''),
    ...[...counts.keys()].sort().map((to) => new Option(`${to} (${counts.get(to).length})`, to)),
  );
  select.value = counts.has(value) ? value : '';
}

function showList() {
  const to = byId('recipient').value;
  const wanted = page.mails.filter((mail) => !to || recipientsOf(mail).includes(to)).reverse();
  const focused = document.activeElement?.dataset.id;
  byId('list').replaceChildren(...wanted.slice(0, page.shown).map(listed));
  byId('count').textContent = String(wanted.length);
  byId('older').hidden = wanted.length <= page.shown;
  byId('empty').hidden = wanted.length > 0;
  if (focused) document.querySelector(`#list [data-id="${focused}"]`)?.focus();
}

function listed(mail) {
  const button = element(
    'button',
    { type: 'button' },
    element(
      'span',
      { className: 'top' },
      element('span', { className: `kind ${mail.kind}`, textContent: mail.kind || 'mail' }),
      element('time', { dateTime: mail.sentAt, textContent: inUtc(mail.sentAt) }),
    ),
    element('span', { className: 'subject', textContent: mail.subject }),
    element('span', {
      className: 'people',
      textContent: `${mail.from} → ${[mail.to, mail.cc].filter(Boolean).join(', ')}`,
    }),
  );
  button.dataset.id = mail.id;
  if (mail.id === page.chosen) button.setAttribute('aria-current', 'true');
  return element('li', {}, button);
}

function choose(id) {
  const mail = page.mails.find((one) => one.id === id);
  if (!mail) return;
  page.chosen = id;
  showList();
  byId('subject').textContent = mail.subject;
  const caseLink = element('a', {
    href: `/api/cases/${encodeURIComponent(mail.caseId)}/timeline`,
    textContent: mail.caseId,
  });
  caseLink.dataset.json = 'Timeline of the case';
  const facts = [
    ['From', mail.from],
    ['To', mail.to],
    ...(mail.cc ? [['Copies to', mail.cc]] : []),
    ['Sent', inUtc(mail.sentAt)],
    ['Kind', mail.kind],
    ['Language', mail.language],
    ['Case', mail.caseId ? caseLink : ''],
  ];
  byId('facts').replaceChildren(
    ...facts.flatMap(([name, value]) => [element('dt', { textContent: name }), element('dd', {}, value)]),
  );
  byId('html').src = `/local/mail/${id}/html`;
  byId('text').textContent = mail.text;
  byId('reading').hidden = false;
  byId('none').hidden = true;
  byId('mails').classList.add('reading');
  if (byId('back').checkVisibility()) {
    byId('subject').focus();
    window.scrollTo(0, byId('mails').offsetTop);
  }
}

function goBack() {
  byId('mails').classList.remove('reading');
  document.querySelector('#list [aria-current]')?.focus();
}

function view(name) {
  byId('html').hidden = name !== 'html';
  byId('text').hidden = name !== 'text';
  for (const button of document.querySelectorAll('[data-view]'))
    button.setAttribute('aria-pressed', String(button.dataset.view === name));
}

/** Up and down, Home and End move through the list as in a mail program. */
function move(event) {
  const buttons = [...document.querySelectorAll('#list button')];
  const here = buttons.indexOf(document.activeElement);
  const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (there === undefined || !buttons[there]) return;
  event.preventDefault();
  buttons[there].focus();
}

// JSON of the API, which needs a token that a link can't carry

async function showJson(title, path) {
  let text;
  try {
    const answer = await fetch('/local/token?role=operations');
    const { token } = await answer.json();
    const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
    text = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    text = `${path} could not be read: ${error.message}`;
  }
  byId('json-title').textContent = title;
  byId('json-body').textContent = text;
  byId('json').showModal();
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('button, a');
  if (!target) return;
  const { advance, id, view: name, json } = target.dataset;
  if (advance) changeClock({ advance }, `Advancing by ${target.textContent.slice(1)}`);
  if (id) choose(Number(id));
  if (name) view(name);
  if (json && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    showJson(json, target.getAttribute('href'));
  }
});
byId('advance').addEventListener('submit', (event) => {
  event.preventDefault();
  const advance = byId('duration').value.trim();
  changeClock({ advance }, `Advancing by ${advance}`);
});
byId('set-speed').addEventListener('submit', (event) => {
  event.preventDefault();
  changeClock({ speed: byId('speed').valueAsNumber }, 'Setting the speed');
});
byId('recipient').addEventListener('change', () => {
  page.shown = atOnce;
  showList();
});
byId('older').addEventListener('click', () => {
  page.shown += atOnce;
  showList();
});
byId('back').addEventListener('click', goBack);
byId('list').addEventListener('keydown', move);

let connected = true;
async function poll() {
  if (!document.hidden) {
    try {
      await Promise.all([readClock(), readMails()]);
      if (!connected) say('');
      connected = true;
    } catch {
      if (connected) say('The local runtime does not answer.', true);
      connected = false;
    }
  }
  setTimeout(poll, pollEvery);
}
setInterval(showClock, 250);
poll();
