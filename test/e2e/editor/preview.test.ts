import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelsFolder } from '../../../server/src/files/cacheFolder.ts';
import { thisUserPlace } from '../../../server/src/system/userPlace.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';
import { previewActs, type SeenRow } from './support/previewActs.ts';

const missing = missingVsCode() ?? missingSoundServer();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/preview');

const script = `---
title: The harbor
cast:
  MARA: bf_emma
  TOM: am_michael
---

# The harbor

MARA: (happy) Come in, the kettle is on.

TOM: I saw the light from the pier, and I thought that nobody would be awake at this hour.

The wind went around the house.

MARA: I heard <say ipa="bəˈnænə bəˈnænə bəˈnænə">the old stairs</say> too.
`;

describe.skipIf(missing !== null)(`the preview of a script (${missing ?? 'VS Code'})`, () => {
  test('shows its lines, makes only what has changed, plays by key and by click, changes who speaks', async () => {
    for (const model of ['kokoro-82m', 'moonshine-tiny', 'silero-vad']) await requireInstalledModel(model);
    await using session = await openEditorSession();
    const { workspace } = session;
    // Sounds of an earlier run would be heard again.
    const cache = mkdtempSync('/tmp/aloud-cache-');
    symlinkSync(modelsFolder(thisUserPlace()), path.join(cache, 'models'));
    writeFileSync(path.join(workspace, 'story.aloud'), script);
    const suite = path.join(import.meta.dirname, 'previewSuite.ts');
    const env = { ...session.env, ALOUD_CACHE: cache };
    rmSync(path.join(outFolder, 'reloaded'), { force: true });
    const acts = previewActs(outFolder);
    const result = await runInVsCode({ suite, folder: workspace, outFolder, env, acts });
    rmSync(cache, { recursive: true, force: true });
    expect(result.exitCode, result.output).toBe(0);
    const seen: unknown = JSON.parse(readFileSync(path.join(outFolder, 'preview.json'), 'utf8'));
    const rows = (mara: string, states: readonly string[]): readonly SeenRow[] =>
      [
        'The harbor',
        mara,
        'I saw the light from the pier, and I thought that nobody would be awake at this hour.',
        'The wind went around the house.',
        'I heard the old stairs too.',
      ].map((text, index) => ({ text, state: states[index] ?? '' }));
    const [ready, missingSound] = ['Ready', 'Not made'];
    const counts = { synthesizedCount: 0, keptCount: 0, failedCount: 0 };
    const restored: unknown = JSON.parse(readFileSync(path.join(outFolder, 'restored.json'), 'utf8'));
    expect(restored).toEqual(
      rows('Come closer, the kettle is on.', [ready, ready, missingSound, ready, 'Sounds different']),
    );
    const { keys, ...others } = seen as { readonly keys: PlayedByKey };
    // A word may be over before the page is drawn again, but those that are marked are heard, in order.
    expect(keys.marked.length).toBeGreaterThan(2);
    expect(keys.words.filter((word) => keys.marked.includes(word))).toEqual(keys.marked);
    expect(keys.words).toEqual(['Come', 'closer', 'the', 'kettle', 'is', 'on']);
    // What plays is heard: nothing is said beside it.
    expect(keys.played).toEqual(['Come closer, the kettle is on.', 'Stopped']);
    const unchecked = { checkedCount: 0, knownCount: 0, soundlessCount: 0, unheardCount: 0 };
    expect(others).toEqual({
      unopened: { ...unchecked, soundlessCount: 5, doubtfulCount: 0 },
      rows: rows('Come in, the kettle is on.', [
        missingSound,
        missingSound,
        missingSound,
        missingSound,
        missingSound,
      ]),
      first: { ...counts, synthesizedCount: 5 },
      again: { ...counts, keptCount: 5 },
      staleRows: rows('Come closer, the kettle is on.', [ready, missingSound, ready, ready, ready]),
      pictures: { dark: [], light: [], 'high-contrast': [] },
      edited: { ...counts, synthesizedCount: 1, keptCount: 4 },
      renderedRows: rows('Come closer, the kettle is on.', [ready, ready, ready, ready, ready]),
      checked: { ...unchecked, checkedCount: 5, doubtfulCount: 1 },
      checkedRows: rows('Come closer, the kettle is on.', [ready, ready, ready, ready, 'Sounds different']),
      looped: {
        first: 'The harbor',
        next: 'Come closer, the kettle is on.',
        last: 'Stopped',
        isOn: 'false',
      },
      wordsOfLoop: expect.arrayContaining(['The', 'harbor', 'Come', 'closer']) as unknown,
      playedByClick: ['The wind went around the house.', 'I heard the old stairs too.', 'Stopped'],
      wordsByClick: ['around', 'the', 'house', 'I', 'heard', 'the old stairs', 'too'],
      assigned: script.replace('Come in', 'Come closer').replace('bf_emma', 'bf_isabella'),
      undone: script.replace('Come in', 'Come closer'),
      dropped: script.replace('Come in', 'Come closer').replace('am_michael', 'af_alloy'),
      wide: [],
    });
  });
});

interface PlayedByKey {
  readonly played: readonly string[];
  readonly marked: readonly string[];
  readonly words: readonly string[];
}
