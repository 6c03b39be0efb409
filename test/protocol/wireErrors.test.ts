import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { fromWireError, toWireError } from '../../protocol/wireErrors.ts';

test('a refusal crosses the wire with its code, its hint and what a program may want to know of it', () => {
  const refusal = new SpeechError('busy', {
    message: 'There is much to do.',
    hint: 'Try again.',
    data: { waitingCount: 3, isPaused: false, since: null },
  });
  const wire = toWireError(refusal);
  expect(wire).toEqual({
    code: 1002,
    message: 'There is much to do.',
    data: { code: 'busy', hint: 'Try again.', waitingCount: 3, isPaused: false, since: null },
  });
  const { code, message, hint, data } = refusal;
  expect(fromWireError(JSON.parse(JSON.stringify(wire)) as typeof wire)).toMatchObject({
    code,
    message,
    hint,
    data,
  });
});

test('data of another kind is left out', () => {
  const data = { code: 'busy', hint: 7, waitingCount: 3, inside: { too: 'deep' } };
  expect(fromWireError({ code: 1002, message: 'No.', data })).toMatchObject({
    hint: '',
    data: { waitingCount: 3 },
  });
});

test.each([null, 'busy', {}, { code: 'surprise' }])('%j is not a refusal', (data) => {
  expect(fromWireError({ code: -32_603, message: 'No.', data })).toBeNull();
});
