import { expect, test } from 'vitest';
import { toSoundLibraryError } from '../../server/src/devices/native/soundLibrary.ts';

test.each([
  {
    cause: 'libasound.so.2: cannot open shared object file: No such file or directory',
    hint: /^Install ALSA's library, libasound2 on Debian and Ubuntu, alsa-lib elsewhere; /u,
  },
  {
    cause: "Cannot find module './decibri.linux-x64-gnu.node'",
    hint: /^Install the product for this platform; /u,
  },
])('a sound library that does not load for $cause', ({ cause, hint }) => {
  const error = new Error('Cannot find native binding.', { cause: new Error(cause) });
  expect(toSoundLibraryError(error)).toMatchObject({
    code: 'audioDeviceUnavailable',
    hint: expect.stringMatching(hint) as string,
  });
});
