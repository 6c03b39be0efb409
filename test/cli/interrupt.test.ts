import { expect, test } from 'vitest';
import { InterruptedError } from '../../server/src/cli/failure.ts';
import { interruptSignal } from '../../server/src/cli/interrupt.ts';

function createSource() {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  const clock = { nowMs: 0 };
  const signal = interruptSignal(
    {
      on: (name, listener) => listeners.set(name, listener),
      exit: (code) => exits.push(code),
    },
    () => clock.nowMs,
  );
  return { signal, exits, clock, send: (name: string) => listeners.get(name)?.() };
}

test.each(['SIGINT', 'SIGTERM'])('the first %s aborts, with the reason that is told apart', (name) => {
  const { signal, exits, send } = createSource();
  expect(signal.aborted).toBe(false);
  send(name);
  expect(signal.reason).toBeInstanceOf(InterruptedError);
  expect(exits).toEqual([]);
});

test('one key press that arrives twice is one', () => {
  const { exits, clock, send } = createSource();
  send('SIGINT');
  clock.nowMs = 20;
  send('SIGINT');
  expect(exits).toEqual([]);
});

test('a second key press ends the process at once', () => {
  const { exits, clock, send } = createSource();
  send('SIGINT');
  clock.nowMs = 400;
  send('SIGINT');
  expect(exits).toEqual([130]);
});
