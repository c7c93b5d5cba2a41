import { test } from 'vitest';

import { expectEachSentOnce } from '../testing/flood.ts';

test('ten thousand acknowledgements at one instant, and a mailbox that takes a hundred a minute: each is sent once', () =>
  expectEachSentOnce(10_000));
