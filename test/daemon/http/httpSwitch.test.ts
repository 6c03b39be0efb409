import { expect, test } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import type { HttpAdapter } from '../../../server/src/daemon/http/httpAdapter.ts';
import { createLog } from '../../../server/src/daemon/log.ts';
import { createHttpSwitch } from '../../../server/src/httpSwitch.ts';

const settings = { port: 4517, key: 'test-key-0123456789' };

/** Opens adapters, unless it is told to refuse; what happened is listed. */
function setUp() {
  const events: string[] = [];
  const fault: { open: Error | null; close: Error | null } = { open: null, close: null };
  const open = (): Promise<HttpAdapter> => {
    if (fault.open !== null) return Promise.reject(fault.open);
    const close = () => (fault.close === null ? Promise.resolve() : Promise.reject(fault.close));
    return Promise.resolve({ address: 'http://127.0.0.1:4517', close });
  };
  const httpSwitch = createHttpSwitch({
    open,
    stayAwake: () => {
      events.push('awake');
      return () => events.push('may sleep');
    },
    log: createLog(({ level, message }) => events.push(`${level}: ${message}`)),
  });
  return { httpSwitch, events, fault };
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
