import { expect, test, vi } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import type { HttpAdapter } from '../../../server/src/daemon/http/httpAdapter.ts';
import { createLog } from '../../../server/src/daemon/log.ts';
import { createManualClock } from '../../support/manualClock.ts';
import { createHttpSwitch, retryMs } from '../../../server/src/daemon/http/httpSwitch.ts';

const settings = { port: 4517, key: 'test-key-0123456789' };

/** Opens adapters, unless it is told to refuse; what happened is listed. */
function setUp() {
  const events: string[] = [];
  const clock = createManualClock();
  const fault: { open: Error | null; close: Error | null } = { open: null, close: null };
  const open = (): Promise<HttpAdapter> => {
    if (fault.open !== null) return Promise.reject(fault.open);
    const close = () => (fault.close === null ? Promise.resolve() : Promise.reject(fault.close));
    const stopListening = () => void events.push('port is free');
    return Promise.resolve({ address: 'http://127.0.0.1:4517', stopListening, close });
  };
  const httpSwitch = createHttpSwitch({
    open,
    stayAwake: () => {
      events.push('awake');
      return () => events.push('may sleep');
    },
    clock,
    log: createLog(({ level, message }) => events.push(`${level}: ${message}`)),
  });
  return { httpSwitch, events, fault, clock };
}

const noSpace = Object.assign(new Error('ENOSPC: no space left on device, mkdtemp'), { code: 'ENOSPC' });
const portTaken = new SpeechError('invalidInput', { message: 'Port 4517 is taken.', hint: 'Wait.' });

test('it is on and off as the settings say', async () => {
  const { httpSwitch, events } = setUp();
  await httpSwitch.apply(settings);
  await httpSwitch.apply(settings);
  expect(httpSwitch.address()).toBe('http://127.0.0.1:4517');
  await httpSwitch.apply(undefined);
  expect(httpSwitch.address()).toBeNull();
  expect(events).toEqual([
    'awake',
    'info: The HTTP adapter is on',
    'may sleep',
    'info: The HTTP adapter is off',
  ]);
});

test('it is opened anew when a page may ask that might not', async () => {
  const { httpSwitch, events } = setUp();
  await httpSwitch.apply(settings);
  await httpSwitch.apply({ ...settings, allowedOrigins: ['http://localhost:3000'] });
  expect(events.filter((event) => event === 'info: The HTTP adapter is on')).toHaveLength(2);
});

test.each([
  { fault: portTaken, line: 'warn: The HTTP adapter stays off: Port 4517 is taken.' },
  {
    fault: noSpace,
    line: 'warn: The HTTP adapter stays off: Error: ENOSPC: no space left on device, mkdtemp',
  },
])('it stays off, is told why, and can be tried again: $line', async ({ fault: refusal, line }) => {
  const { httpSwitch, events, fault } = setUp();
  fault.open = refusal;
  await httpSwitch.apply(settings);
  expect([httpSwitch.address(), events]).toEqual([null, [line]]);
  fault.open = null;
  await httpSwitch.apply(settings);
  expect(httpSwitch.address()).toBe('http://127.0.0.1:4517');
});

test('one that cannot be closed as it should is off all the same, and the daemon may sleep', async () => {
  const { httpSwitch, events, fault } = setUp();
  await httpSwitch.apply(settings);
  fault.close = noSpace;
  await httpSwitch.apply(undefined);
  expect([httpSwitch.address(), events.slice(2)]).toEqual([
    null,
    ['may sleep', 'error: The HTTP adapter did not close as it should'],
  ]);
  fault.close = null;
  await httpSwitch.apply(settings);
  expect(httpSwitch.address()).toBe('http://127.0.0.1:4517');
});

test('a port that is taken is tried again until it is free, and told once', async () => {
  const { httpSwitch, events, fault, clock } = setUp();
  fault.open = portTaken;
  await httpSwitch.apply(settings);
  for (let count = 0; count < 3; count++) {
    clock.advance(retryMs);
    await vi.waitFor(() => {
      expect(clock.timerCount()).toBe(1);
    });
  }
  fault.open = null;
  clock.advance(retryMs);
  await vi.waitFor(() => {
    expect(httpSwitch.address()).toBe('http://127.0.0.1:4517');
  });
  expect(events).toEqual([
    'warn: The HTTP adapter stays off: Port 4517 is taken.',
    'awake',
    'info: The HTTP adapter is on',
  ]);
});

test.each(['settings without it', 'the end of listening'])('%s end the tries', async (name) => {
  const { httpSwitch, fault, clock } = setUp();
  fault.open = portTaken;
  await httpSwitch.apply(settings);
  await (name === 'the end of listening' ? httpSwitch.stopListening() : httpSwitch.apply(undefined));
  expect(clock.timerCount()).toBe(0);
});

test('a daemon that leaves frees the port, keeps what runs, and does not turn on again', async () => {
  const { httpSwitch, events } = setUp();
  await httpSwitch.apply(settings);
  await httpSwitch.stopListening();
  await httpSwitch.apply({ ...settings, port: 4518 });
  expect([httpSwitch.address(), events.slice(2)]).toEqual([null, ['port is free']]);
  await httpSwitch.apply(undefined);
  expect(events.slice(3)).toEqual(['may sleep', 'info: The HTTP adapter is off']);
});
