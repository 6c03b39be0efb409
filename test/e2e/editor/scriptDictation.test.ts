import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TranscriptSegment } from '../../../protocol/recognition.ts';
import { createWavWriter } from '../../../server/src/audioFiles/wavWriter.ts';
import { segmentToScript } from '../../../server/src/script/exchange/transcript/transcriptToScript.ts';
import { openEditorSession } from '../../support/editorSession.ts';
import { hasGolden } from '../../support/golden.ts';
import { joinSamples } from '../../../server/src/audio/joinSamples.ts';
import { readToyClips, readToyWav } from '../../support/toyClips.ts';
import { startToyDaemon } from '../../support/toyDaemon.ts';
import { missingSoundServer } from '../../support/virtualDevices.ts';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing =
  missingVsCode() ?? missingSoundServer() ?? (hasGolden ? null : 'the golden files are missing');
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/scriptDictation');
const rateHz = 16_000;

describe.skipIf(missing !== null)(`dictation into a script (${missing ?? 'VS Code'})`, () => {
  test('how something was said is written as directions and tags', async () => {
    await using session = await openEditorSession();
    const { workspace, env } = session;
    await using _daemon = await startToyDaemon(env, env['ALOUD_RUNTIME_FOLDER']);
    // Words of two languages.
    mkdirSync(path.join(workspace, '.vscode'));
    writeFileSync(path.join(workspace, '.vscode/settings.json'), '{ "aloud.dictation.language": "auto" }');
    const clipFolder = path.join(outFolder, 'clips');
    rmSync(clipFolder, { recursive: true, force: true });
    mkdirSync(clipFolder, { recursive: true });
    const clips = readToyClips().filter(({ text }) => text.length > 3);
    for (const [index, { wav }] of clips.slice(0, 5).entries()) {
      const file = path.join(clipFolder, `${index}.wav`);
      const writer = await createWavWriter(file, { sampleRateHz: rateHz });
      await writer.write(joinSamples([readToyWav(wav), new Float32Array(rateHz)]));
      await writer.close();
    }
    const result = await runInVsCode({
      suite: path.join(import.meta.dirname, 'dictationSuite.ts'),
      folder: workspace,
      outFolder,
      env: { ...env, ALOUD_TEST_CLIPS: clipFolder, ALOUD_TEST_LANGUAGE: 'aloud' },
    });
    expect(result.exitCode, result.output).toBe(0);
    const { text, segments } = JSON.parse(readFileSync(path.join(outFolder, 'dictation.json'), 'utf8')) as {
      readonly text: string;
      readonly segments: readonly TranscriptSegment[];
    };
    const heard = segments.map(segmentToScript);
    const tags = /\(\w+\)|\[\w+\]/gu;
    const mannerOf = (script: string): string => /^\(\w+\)/u.exec(script)?.[0] ?? '';
    // What is said in the same manner as before goes on in its paragraph.
    const expected = heard.flatMap((script, index) => {
      const isSame = index > 0 && mannerOf(heard[index - 1] ?? '') === mannerOf(script);
      return (isSame ? script.slice(mannerOf(script).length) : script).match(tags) ?? [];
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(text.match(tags)).toEqual(expected);
    const wordsOf = (script: string): string => script.replaceAll(/\(\w+\)|\[\w+\]|[\s.。]/gu, '');
    expect(wordsOf(text)).toBe(wordsOf(heard.join('')));
  });
});
