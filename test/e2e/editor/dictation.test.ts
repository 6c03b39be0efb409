import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTranscripts, meanWordErrorRate } from '../../../server/src/text/wordErrorRate.ts';
import { runAloud } from '../../support/aloudProcess.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/dictation');
const sharedFolder = process.env['ALOUD_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const recordings = path.join(sharedFolder, 'data/speech');

interface Clip {
  readonly file: string;
  readonly text: string;
}

interface Dictated {
  readonly texts: readonly string[];
  readonly text: string;
  /** The document after each undo. */
  readonly undone: readonly string[];
  readonly told: readonly { readonly kind: string; readonly atMs: number }[];
  readonly written: readonly number[];
}

/** Recorded speech where there is some, else spoken by a voice of ours. */
async function prepareClips(folder: string, env: Readonly<Record<string, string>>): Promise<readonly Clip[]> {
  mkdirSync(folder, { recursive: true });
  const manifest = path.join(recordings, 'manifest.json');
  const clips = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as Clip[]).slice(0, 5)
    : sentences.map((text, index) => ({ file: `${index}.wav`, text }));
  for (const [index, { file, text }] of clips.entries()) {
    const clip = path.join(folder, `${index}.wav`);
    if (existsSync(manifest)) copyFileSync(path.join(recordings, file), clip);
    else expect((await runAloud(['speak', text, '--out', clip], { env })).exitCode).toBe(0);
  }
  return clips;
}

const sentences = [
  'The lighthouse stood alone above the bay.',
  'Every evening the keeper climbed the narrow stairs.',
  'Two men stood on the pier and counted the crates.',
  'By noon the market had opened.',
  'The whole town seemed to be walking slowly along the water.',
];

describe.skipIf(missing !== null)(`dictation in the editor (${missing ?? 'VS Code'})`, () => {
  test('what is said into the microphone is written, seen before it is certain, and taken back step by step', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    const clipFolder = path.join(outFolder, 'clips');
    const clips = await prepareClips(clipFolder, env);
    const suite = path.join(import.meta.dirname, 'dictationSuite.ts');
    const result = await runInVsCode({
      suite,
      folder: workspace,
      outFolder,
      env: { ...env, ALOUD_TEST_CLIPS: clipFolder },
      timeoutMs: 240_000,
    });
    expect(result.exitCode, result.output).toBe(0);
    const dictated = JSON.parse(readFileSync(path.join(outFolder, 'dictation.json'), 'utf8')) as Dictated;
    const compared = clips.map(({ text }, index) => compareTranscripts(text, dictated.texts[index] ?? ''));
    expect(meanWordErrorRate(compared), dictated.text).toBeLessThanOrEqual(0.08);
    const kinds = dictated.told.map(({ kind }) => kind);
    expect(kinds.indexOf('partial')).toBeLessThan(kinds.indexOf('final'));
    expect(dictated.undone.at(-1)).toBe('');
    for (const [index, text] of dictated.undone.entries()) {
      const before = index === 0 ? dictated.text : dictated.undone[index - 1];
      expect(before?.startsWith(text) === true && before !== text).toBe(true);
    }
  });
});
