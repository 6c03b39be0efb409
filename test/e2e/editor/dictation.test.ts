import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
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

interface History {
  readonly keptCount: number;
  readonly inserted: string;
  readonly vocabulary: string;
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

/** Of the history: they begin with a time. */
function rowsOf(page: Page): Locator {
  return page.getByRole('treeitem').filter({ hasText: /\d:\d/u });
}

describe.skipIf(missing !== null)(`dictation in the editor (${missing ?? 'VS Code'})`, () => {
  test('what was said is taken back by voice, one utterance after the other', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    const folder = path.join(outFolder, 'scratch');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries({
      first: sentences[0],
      second: sentences[3],
      scratch: 'Scratch that.',
    }))
      expect(
        (await runAloud(['speak', text ?? '', '--out', path.join(folder, `${name}.wav`)], { env })).exitCode,
      ).toBe(0);
    const suite = path.join(import.meta.dirname, 'scratchSuite.ts');
    const result = await runInVsCode({ suite, folder: workspace, outFolder: folder, env });
    expect(result.exitCode, result.output).toBe(0);
    const texts = JSON.parse(readFileSync(path.join(folder, 'texts.json'), 'utf8')) as readonly string[];
    const [one, two, ...left] = texts;
    expect(two).toMatch(/lighthouse.*market/u);
    expect(left).toEqual([one, 'Before. ', 'Before. ']);
  });

  test('replacements are written as they are, fillers not at all', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    const folder = path.join(outFolder, 'replacements');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries({
      mail: 'Um, please write to my mail address today.',
      room: 'The team room is closed.',
      market: sentences[3],
    }))
      expect(
        (await runAloud(['speak', text ?? '', '--out', path.join(folder, `${name}.wav`)], { env })).exitCode,
      ).toBe(0);
    const suite = path.join(import.meta.dirname, 'replacementSuite.ts');
    const result = await runInVsCode({ suite, folder: workspace, outFolder: folder, env });
    expect(result.exitCode, result.output).toBe(0);
    const { texts, partials } = JSON.parse(readFileSync(path.join(folder, 'texts.json'), 'utf8')) as {
      readonly texts: readonly string[];
      readonly partials: readonly string[];
    };
    expect(texts).toEqual([
      'Please write to jane@example.org today.',
      'Please write to jane@example.org today. The roomFour is closed.',
      'Please write to jane@example.org today. The roomFour is closed. By noon the hall had opened.',
    ]);
    expect(partials.some((text) => text.includes('jane@example.org'))).toBe(true);
    expect(partials.filter((text) => /\bum\b/iu.test(text))).toEqual([]);
  });

  test('what is said is written, seen before it is certain, taken back, kept, heard again and deleted', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    const clipFolder = path.join(outFolder, 'clips');
    const clips = await prepareClips(clipFolder, env);
    const suite = path.join(import.meta.dirname, 'historySuite.ts');
    const result = await runInVsCode({
      suite,
      folder: workspace,
      outFolder,
      env: { ...env, ALOUD_TEST_CLIPS: clipFolder },
      timeoutMs: 240_000,
      acts: {
        'transcribe the first again': async (page) => {
          const row = rowsOf(page).first();
          await row.hover({ timeout: 30_000 });
          await row.getByRole('button', { name: 'Transcribe Again' }).click();
          // Where several engines are installed, the one that has not heard it yet is the first.
          const question = page.locator('.quick-input-widget').getByRole('option').first();
          const heardAgain = rowsOf(page).and(page.locator('[aria-expanded]'));
          await question.or(heardAgain).first().waitFor({ timeout: 30_000 });
          if (await question.isVisible()) await page.keyboard.press('Enter');
          await heardAgain.first().waitFor({ timeout: 60_000 });
          await page.screenshot({ path: path.join(outFolder, 'history.png') });
        },
        'take the first': async (page) => {
          await page.locator('.quick-input-widget').getByRole('option').first().waitFor({ timeout: 30_000 });
          await page.keyboard.press('Enter');
        },
        'delete the first': async (page) => {
          const row = rowsOf(page).first();
          await row.hover({ timeout: 30_000 });
          await row.getByRole('button', { name: 'Delete from the History' }).click();
        },
      },
    });
    expect(result.exitCode, result.output).toBe(0);
    const dictated = JSON.parse(readFileSync(path.join(outFolder, 'dictation.json'), 'utf8')) as Dictated;
    const history = JSON.parse(readFileSync(path.join(outFolder, 'history.json'), 'utf8')) as History;
    expect(history.keptCount).toBe(dictated.told.filter(({ kind }) => kind === 'final').length);
    expect(compareTranscripts(clips.at(-1)?.text ?? '', history.inserted).wordErrorRate).toBeLessThan(0.5);
    expect(history.vocabulary).toBe('lighthouse\n');
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
