import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildLanguageModel } from '../../../../server/src/synthesis/engines/cosyVoice/graph/languageModelGraph.ts';
import {
  createTokenRows,
  startLanguageModel,
} from '../../../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import { openCheckpointFolder } from '../../../support/checkpointGraph.ts';
import {
  cosyVoiceToyFolder,
  openToyLanguageModel,
  readCosyVoiceToy,
  speakToyTokens,
  type ToyLanguageModel,
} from '../../../support/cosyVoiceToy.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';

interface Fixture extends ToyLanguageModel {
  readonly values: (name: string) => Float32Array;
}

describe.skipIf(!hasGolden)('the language model with the tiny weights', () => {
  const fixture: { ready?: Promise<Fixture> } = {};
  const ready = (): Promise<Fixture> => (fixture.ready ??= openFixture());

  async function openFixture(): Promise<Fixture> {
    return { ...(await openToyLanguageModel()), values: readCosyVoiceToy() };
  }

  afterAll(async () => {
    await (await ready()).folder.remove();
  });

  test('has the shape of its checkpoint', async () => {
    expect((await ready()).shape).toEqual({
      width: 64,
      layerCount: 2,
      headCount: 4,
      keyHeadCount: 2,
      headWidth: 16,
      hiddenWidth: 128,
      textTokenCount: 1000,
      speechTokenCount: 6761,
    });
  });

  test('refuses a checkpoint of another model', async () => {
    const { shape } = await ready();
    const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'flow.pt'));
    const { checkpoint, location } = folder;
    expect(() => buildLanguageModel(checkpoint, { shape, attention: 'fused', location })).toThrow(
      'flow.pt cannot be used: it has no tensor "llm.model.model.layers.0.input_layernorm.weight".',
    );
    await folder.remove();
  });

  test('reads rows of the tables of tokens', async () => {
    const { folder, shape, values } = await ready();
    const rows = createTokenRows(folder.checkpoint, shape);
    const [sos, task] = [6561, 6563] as const;
    const parts = [
      await rows.speech([sos]),
      await rows.text([...values('prompt_text_ids'), ...values('text_ids')]),
      await rows.speech([task, ...values('prompt_speech_tokens')]),
    ];
    const sequence = Float32Array.from(parts.flatMap((part) => [...part]));
    expect(maxDifference(sequence, values('prefill_embeds'))).toBe(0);
  });

  test('speaks the tokens of the reference, with its logits', async () => {
    const { values, ...model } = await ready();
    const { tokens, logitsDifference } = await speakToyTokens(model, { values, count: 80 });
    expect(tokens).toEqual([...values('tokens')]);
    expect(logitsDifference).toBeLessThan(1e-4);
  });

  test('speaks the same tokens without the fused attention', async () => {
    const { values } = await ready();
    const { folder, shape, rows } = await openToyLanguageModel();
    const { checkpoint, location } = folder;
    const graph = buildLanguageModel(checkpoint, { shape, attention: 'plain', location });
    const session = await folder.load(graph);
    const model = { rows, startLanguageModel: () => startLanguageModel(session, shape) };
    const { tokens, logitsDifference } = await speakToyTokens(model, { values, count: 24 });
    await folder.remove();
    expect(tokens).toEqual([...values('tokens').slice(0, 24)]);
    expect(logitsDifference).toBeLessThan(1e-4);
  });

  test('reads many tokens at once as it reads them one by one', async () => {
    const { session, shape, values } = await ready();
    const embeds = values('prefill_embeds');
    const whole = startLanguageModel(session, shape);
    const parts = startLanguageModel(session, shape);
    const expected = await whole.read(embeds);
    await parts.read(embeds.slice(0, 64));
    await parts.read(embeds.slice(64, 20 * 64));
    expect(maxDifference(await parts.read(embeds.slice(20 * 64)), expected)).toBeLessThan(1e-5);
    expect(parts.tokenCount).toBe(46);
    await expect(parts.read(new Float32Array(4096 * 64))).rejects.toMatchObject({ code: 'inputTooLong' });
    whole.dispose();
    parts.dispose();
  });
});
