import { expect, test } from 'vitest';
import { privacySettings } from '../../../client/src/errors/privacySettings.ts';

test.each([
  ['darwin', 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone'],
  ['win32', 'ms-settings:privacy-microphone'],
  ['linux', null],
] as const)('of %s the microphone is allowed at %s', (platform, place) => {
  expect(privacySettings(platform)).toBe(place);
});
