import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { toDeviceError } from '../../server/src/devices/deviceErrors.ts';
import { chooseDevice, type SoundDevice } from '../../server/src/devices/soundDevices.ts';

const device = (id: string, name: string, isDefault = false): SoundDevice => ({
  id,
  name,
  isDefault,
  channelCount: 2,
  sampleRateHz: 48_000,
});

const devices = [
  device('alsa:default', 'Built-in Audio', true),
  device('alsa:hw1', 'USB Headset'),
  device('alsa:hw2', 'USB Speaker'),
];

test.each([
  [undefined, 'alsa:default'],
  ['alsa:hw1', 'alsa:hw1'],
  ['usb speaker', 'alsa:hw2'],
  ['head', 'alsa:hw1'],
])('asked for %s, %s is chosen', (wanted, id) => {
  expect(chooseDevice('speaker', devices, wanted).id).toBe(id);
});

test.each([
  ['USB Hedset', 'audioDeviceUnavailable', 'Did you mean USB Headset'],
  ['xyz', 'audioDeviceUnavailable', 'There is: Built-in Audio, USB Headset, USB Speaker.'],
  ['usb', 'invalidInput', 'Name one microphone: USB Headset, USB Speaker.'],
])('asked for %s, it is %s: %s', (wanted, code, hint) => {
  expect(() => chooseDevice('microphone', devices, wanted)).toThrow(
    expect.objectContaining({ code, hint: expect.stringContaining(hint) as string }) as Error,
  );
});

test('without any device there is none to choose', () => {
  expect(() => chooseDevice('microphone', [])).toThrow(
    expect.objectContaining({ code: 'audioDeviceUnavailable', message: 'There is no microphone.' }) as Error,
  );
});

test.each([
  ['microphone', 'PERMISSION_DENIED', 'Microphone permission denied. Check.', 'microphonePermissionDenied'],
  [
    'microphone',
    'STREAM_OPEN_FAILED',
    "'snd_pcm_open' failed: Operation not permitted",
    'microphonePermissionDenied',
  ],
  ['microphone', 'STREAM_OPEN_FAILED', "'snd_pcm_open' failed: Device or resource busy", 'deviceBusy'],
  ['speaker', 'STREAM_OPEN_FAILED', 'The requested device is no longer available. For example', 'deviceBusy'],
  [
    'speaker',
    'DEVICE_FAILED',
    'The requested device is no longer available. For example',
    'audioDeviceUnavailable',
  ],
  [
    'speaker',
    'STREAM_OPEN_FAILED',
    "'snd_pcm_hw_params' failed with error 'I/O error (5)'",
    'audioDeviceUnavailable',
  ],
] as const)('a %s that answers %s "%s" is %s', (kind, nativeCode, message, code) => {
  const failure = Object.assign(new Error(message), { code: nativeCode });
  expect(toDeviceError(kind, 'fake', failure)).toMatchObject({ code, cause: failure });
});

test('what is understood already stays what it is', () => {
  const known = new SpeechError('deviceBusy', { message: 'In use.', hint: 'Wait.' });
  expect(toDeviceError('speaker', 'Fake', known)).toBe(known);
});
