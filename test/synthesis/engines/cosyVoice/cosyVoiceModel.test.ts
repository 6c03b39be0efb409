import { copyFile, mkdir, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { InstalledModel } from '../../../../server/src/models/installedModel.ts';
import {
  openCosyVoiceModel,
  type CosyVoiceModelOptions,
} from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import { tempFolder } from '../../../models/support/testTransfer.ts';
import { cosyVoiceToyFolder, readCosyVoiceToy, readToyVoice } from '../../../support/cosyVoiceToy.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const session = { provider: 'cpu', threadCount: 1, spinning: false } as const;

async function installToy(folder: string): Promise<InstalledModel> {
  await mkdir(folder, { recursive: true });
  for (const file of ['llm.pt', 'flow.pt', 'hift.pt']) {
    await copyFile(path.join(cosyVoiceToyFolder, file), path.join(folder, file));
  }
  return {
    id: 'toy',
    folder,
    path: (name) => path.join(folder, name),
    sha256: (name) => Buffer.from(name).toString('hex'),
  };
}

describe.skipIf(!hasGolden)('a model of published checkpoints', () => {
  test.each<[CosyVoiceModelOptions['arithmetic'], number, number]>([
    ['float', 1e-4, 1e-4],
    ['integer', 1, 0.1],
  ])('is prepared once, and speaks in %s numbers', async (arithmetic, logitsTolerance, melTolerance) => {
    await using folder = await tempFolder();
    const installed = await installToy(folder.path);
    const notes: string[] = [];
    const options = { session, arithmetic, headWidth: 16, onNote: (note: string) => notes.push(note) };
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
    const installed = await installToy(folder.path);
    const options = {
      session: { ...session, ownThread: true },
      arithmetic: 'integer',
      headWidth: 16,
    } as const;
    const model = await openCosyVoiceModel(installed, options, never);
    const sound = await model.startVocoder().push(new Float32Array(80 * 20), true, never);
    expect(sound).toHaveLength(20 * 480);
    await model.dispose();
  });

  test('that was downloaded by half is refused, and leaves nothing behind', async () => {
    await using folder = await tempFolder();
    const installed = await installToy(folder.path);
    await truncate(path.join(folder.path, 'flow.pt'), 1_500_000);
    const opening = openCosyVoiceModel(installed, { session, arithmetic: 'float', headWidth: 16 }, never);
    await expect(opening).rejects.toMatchObject({
      code: 'modelCorrupt',
      message: 'flow.pt cannot be used: it ends before the content it speaks of.',
    });
  });
});
