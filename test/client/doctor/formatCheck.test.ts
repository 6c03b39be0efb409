import { expect, test } from 'vitest';
import { formatCheck } from '../../../client/src/doctor/formatCheck.ts';

test.each<[name: string, detail: string, shown: string]>([
  ['model kokoro-82m', '92 MB', '92 MB'],
  [
    'model moonshine-tiny',
    'not installed (28 MB); run: aloud models pull moonshine-tiny',
    'Not installed (28 MB). Models and Voices downloads it.',
  ],
  [
    'model silero-vad',
    'damaged; run: aloud models remove silero-vad, then: aloud models pull silero-vad',
    'Damaged. Models and Voices downloads it.',
  ],
  [
    'voices of cosyvoice',
    'none; make one of a clip: aloud voices add NAME CLIP --whose "My own voice."',
    'None. Aloud: Add a Voice from a Clip makes one.',
  ],
  [
    'npm',
    'not found; install Node.js, or name a registry for the models in npm_config_registry',
    'not found; install Node.js, or name a registry for the models in npm_config_registry',
  ],
  [
    'disk',
    '1 GB free at /; the default models need 2 GB: free some',
    '1 GB free at /; the default models need 2 GB: free some',
  ],
])('of %s no command line is told: %s', (name, detail, shown) => {
  expect(formatCheck({ name, ok: false, detail })).toBe(`✗ ${name}: ${shown}`);
});
