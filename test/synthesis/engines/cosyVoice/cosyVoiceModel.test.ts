import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FallbackNote } from '../../../../server/src/inference/session.ts';
import { openCosyVoiceModel } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import { tempFolder } from '../../../models/support/testTransfer.ts';
import { readCosyVoiceToy, readToyVoice } from '../../../support/cosyVoiceToy.ts';
import { installCosyVoiceToy } from '../../../support/cosyVoiceToyModel.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const session = { provider: 'cpu', threadCount: 1, spinning: false } as const;

describe.skipIf(!hasGolden)('a model of published checkpoints', () => {
  test.each([
    { isExact: true, logitsTolerance: 1e-4, melTolerance: 1e-4 },
    { isExact: false, logitsTolerance: 1, melTolerance: 0.1 },
  ])('is prepared once, and speaks: $isExact', async ({ isExact, logitsTolerance, melTolerance }) => {
    await using folder = await tempFolder();
    const installed = await installCosyVoiceToy(folder.path);
    const notes: string[] = [];
    const options = { session, isExact, onNote: (note: string) => notes.push(note) };
    const values = readCosyVoiceToy();
    const model = await openCosyVoiceModel(installed, options, never);
    expect(model.provider).toBe('cpu');
    const run = model.startLanguageModel();
    const logits = await run.read(values('prefill_embeds'));
    expect(maxDifference(logits, values('step_logits').subarray(0, logits.length))).toBeLessThan(
      logitsTolerance,
    );
    run.dispose();
    const request = { voice: readToyVoice(values), tokens: [...values('tokens')], isFinal: true };
    const mel = await model.flow.run(request, never);
    expect(maxDifference(mel, values('mel_offline'))).toBeLessThan(melTolerance);
    const sound = await model.startVocoder().push(values('mel_offline'), true, never);
    expect(sound).toHaveLength(values('audio').length);
    await model.dispose();

    expect(notes).toHaveLength(3);
    await (await openCosyVoiceModel(installed, options, never)).dispose();
    expect(notes).toHaveLength(3);
  });

  test('runs on a thread of its own', async () => {
    await using folder = await tempFolder();
    const installed = await installCosyVoiceToy(folder.path);
    const options = {
      session: { ...session, ownThread: true },
    } as const;
    const model = await openCosyVoiceModel(installed, options, never);
    const sound = await model.startVocoder().push(new Float32Array(80 * 20), true, never);
    expect(sound).toHaveLength(20 * 480);
    await model.dispose();
  });

  test.skipIf(process.platform === 'darwin')(
    'runs on the processor where a card is not there, and says so once',
    async () => {
      await using folder = await tempFolder();
      const installed = await installCosyVoiceToy(folder.path);
      const notes: string[] = [];
      const onFallback = ({ message }: FallbackNote): number => notes.push(message);
      const options = { session: { ...session, provider: 'coreml', onFallback } } as const;
      const model = await openCosyVoiceModel(installed, options, never);
      await model.dispose();
      expect(model.provider).toBe('cpu');
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(
        /^The execution provider "coreml" cannot run here: .* The CPU is used instead\.$/,
      );
    },
  );

  test('that was downloaded by half is refused, and leaves nothing behind', async () => {
    await using folder = await tempFolder();
    const installed = await installCosyVoiceToy(folder.path);
    await truncate(path.join(folder.path, 'flow.pt'), 1_500_000);
    const opening = openCosyVoiceModel(installed, { session, isExact: true }, never);
    await expect(opening).rejects.toMatchObject({
      code: 'modelCorrupt',
      message: 'flow.pt cannot be used: it ends before the content it speaks of.',
    });
  });
});
