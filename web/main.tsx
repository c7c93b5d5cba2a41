/** The page of operations. */
import { render } from 'preact';
import { useEffect } from 'preact/hooks';

import { AlarmsPage } from './alarms.tsx';
import { connection, identity, inWords, type Identity } from './api.ts';
import { AttainmentPage } from './attainment.tsx';
import { CasePage } from './casePage.tsx';
import { DaysPage } from './days.tsx';
import { Keys } from './keys.tsx';
import { startLive } from './live.ts';
import { LocalClock } from './localClock.tsx';
import { PreviewPage } from './preview.tsx';
import { Queue } from './queue.tsx';
import { addressOf, route } from './route.ts';
import { NotConfigured, signIn, type Session } from './signIn.ts';
import { useStore } from './store.ts';
import { inZone, startTicking } from './time.ts';

const places = [
  ['cases', 'Cases'],
  ['promises', 'Promises'],
  ['machine', 'Machine'],
  ['days', 'Days'],
  ['preview', 'Preview'],
] as const;

function App({ me, session: { local, signOut } }: { me: Identity; session: Session }) {
  const { path } = useStore(route);
  const [place = 'cases', reference] = path;
  const lost = useStore(connection);
  const key = path.join('/');
  useEffect(() => {
    document.title = `${reference ?? places.find(([each]) => each === place)?.[1] ?? 'Page'} – Caseclock operations`;
    scrollTo(0, 0);
  }, [key]);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to the content
      </a>
      <header>
        <strong class="brand">Caseclock</strong>
        <nav aria-label="Parts">
          {places.map(([each, name]) => (
            <a key={each} href={addressOf([each])} aria-current={each === place ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        {local && <LocalClock />}
        <span class="me" title={me.id}>
          {me.name}
          {signOut && (
            <button type="button" onClick={() => void signOut()}>
              Sign out
            </button>
          )}
        </span>
      </header>
      {lost.lost && (
        <p class="lost" role="alert">
          The connection is lost since {inZone(new Date(lost.since).toISOString())}: what is shown may be old.
          It is tried again by itself.
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {place === 'cases' && reference !== undefined ? (
          <CasePage key={reference} reference={reference} me={me.id} />
        ) : place === 'cases' ? (
          <Queue me={me.id} />
        ) : place === 'promises' ? (
          <AttainmentPage />
        ) : place === 'machine' ? (
          <AlarmsPage />
        ) : place === 'days' ? (
          <DaysPage />
        ) : place === 'preview' ? (
          <PreviewPage />
        ) : (
          <div class="state">
            <h1>There is no such page</h1>
            <a href={addressOf(['cases'])}>Cases</a>
          </div>
        )}
      </main>
      <Keys />
    </>
  );
}

function Sorry({ why }: { why: string }) {
  return (
    <main class="state failed">
      <h1>Caseclock operations</h1>
      <p role="alert">{why}</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}

async function begin(): Promise<void> {
  const root = document.getElementById('app');
  if (!root) throw new Error('the page has no place for its content');
  try {
    const session = await signIn();
    const me = await identity();
    await startLive(session.local);
    startTicking();
    root.replaceChildren();
    render(<App me={me} session={session} />, root);
  } catch (error) {
    root.replaceChildren();
    const why =
      error instanceof NotConfigured
        ? 'Sign-in is not configured: operations set OPS_CLIENT_ID, as docs/operations.md says.'
        : `The page could not start: ${inWords(error)}`;
    render(<Sorry why={why} />, root);
  }
}

void begin();
