import { expect, test } from 'vitest';
import type { Priority } from '../../protocol/priority.ts';
import { createAdmission } from '../../server/src/scheduling/admission.ts';

test('one owner with too many requests is busy; another is not, nor is something more urgent of the same', () => {
  const admission = createAdmission({ perOwner: 2, inAll: 10 });
  const ask = (owner: string, priority: Priority) => admission.admit({ owner, priority });
  ask('a', 'preview');
  const second = ask('a', 'interactive');
  const refused = {
    code: 'busy',
    message: expect.stringContaining('2 requests of this connection run or wait already') as string,
    data: { queuePosition: 3, waitingCount: 2, limit: 2 },
  };
  expect(() => ask('a', 'book')).toThrow(expect.objectContaining(refused));
  ask('b', 'book');
  ask('a', 'dictation')[Symbol.dispose]();
  second[Symbol.dispose]();
  second[Symbol.dispose]();
  ask('a', 'preview')[Symbol.dispose]();
  ask('a', 'interactive');
  expect(() => ask('a', 'preview')).toThrow('busy');
});

test('many in all are busy for what is as urgent or less, not for what is more urgent', () => {
  const admission = createAdmission({ perOwner: 10, inAll: 3 });
  for (const owner of ['a', 'b', 'c']) admission.admit({ owner, priority: 'preview' });
  for (const priority of ['preview', 'book'] as const) {
    expect(() => admission.admit({ owner: 'x', priority })).toThrow(
      expect.objectContaining({ code: 'busy', data: { queuePosition: 4, waitingCount: 3, limit: 3 } }),
    );
  }
  admission.admit({ owner: 'x', priority: 'dictation' });
});
