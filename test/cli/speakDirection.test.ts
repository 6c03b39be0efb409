import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { VoiceWish } from '../../server/src/modelLibrary/chooseVoice.ts';
import type { Services } from '../../server/src/services.ts';
import { cosyVoiceAbilities } from '../../server/src/synthesis/engines/cosyVoice/cosyVoiceAbilities.ts';
import { kokoroAbilities } from '../../server/src/synthesis/engines/kokoro/kokoroAbilities.ts';
import type { UtteranceRequest } from '../../server/src/synthesis/synthesizer.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-direction-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const out = path.join(folder, 'out.wav');

/** A voice with some abilities, and what it was asked for. */
function speaker(voiceAbilities: Services['voiceAbilities']): {
  readonly services: Partial<Services>;
  readonly requests: UtteranceRequest[];
  readonly wishes: VoiceWish[];
} {
  const requests: UtteranceRequest[] = [];
  const wishes: VoiceWish[] = [];
  const recording: typeof synthesizer = {
    ...synthesizer,
    synthesize(request, signal) {
      requests.push(request);
      return synthesizer.synthesize(request, signal);
    },
  };
  const services: Partial<Services> = {
    voiceAbilities,
    openSynthesis: () => Promise.resolve({ synthesizer: recording, loadMs: 0 }),
    chooseVoice(wish) {
      wishes.push(wish);
      return Promise.resolve(wish.voice ?? 'Mara');
    },
  };
  return { services, requests, wishes };
}

test.each<[string, Partial<UtteranceRequest>]>([
  ['sad 0.5', { style: { emotion: 'sad', strength: 0.5 } }],
  [
    'whispering, fast',
    {
      style: { delivery: 'whispering' },
      prosody: { rateFactor: 1.25, pitchFactor: 1, rangeFactor: 1, energyDb: 0 },
    },
  ],
  ['as if remembering', { style: { instruction: 'as if remembering' } }],
  ['"as if (almost) remembering"', { style: { instruction: 'as if (almost) remembering' } }],
  ['sad, but (almost) merry', { style: { instruction: 'sad, but (almost) merry' } }],
])('--direction %j', async (direction, expected) => {
  const { services, requests, wishes } = speaker(() => cosyVoiceAbilities);
  const args = ['speak', 'Hello there.', '--engine', 'cosyvoice', '--direction', direction, '--out', out];
  const { exitCode, stderr } = await run(args, { services });
  expect(exitCode, stderr).toBe(0);
  expect(requests).toMatchObject([{ text: 'Hello there.', voice: 'Mara', ...expected }]);
  expect(wishes).toEqual([{ engine: 'cosyvoice' }]);
});

test('what the voice cannot do is left out and told', async () => {
  const { services, requests } = speaker(() => kokoroAbilities);
  const args = ['speak', 'Hello.', '--voice', 'af_heart', '--direction', 'as if remembering', '--out', out];
  const { records, stderr } = await run([...args, '--json'], { services });
  expect(stderr).toMatch(/The voice af_heart cannot follow an instruction in words\./u);
  expect(records).toMatchObject([{ dropped: [{ ability: 'instruct', voice: 'af_heart', range: null }] }]);
  expect(requests[0]?.style).toBeUndefined();
});

test('a script has directions of its own', async () => {
  const file = path.join(folder, 'a.aloud');
  writeFileSync(file, 'Hello.\n');
  const { services } = speaker(() => cosyVoiceAbilities);
  const result = await run(['speak', '--file', file, '--direction', 'sad', '--out', out], { services });
  expect(result).toMatchObject({ exitCode: 2 });
  expect(result.stderr).toMatch(/says itself how it is spoken/u);
});
