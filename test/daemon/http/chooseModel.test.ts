import { describe, expect, test } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import { checkSynthesisModel } from '../../../server/src/daemon/http/chooseModel.ts';
import { createModelLibrary } from '../../../server/src/modelLibrary/modelLibrary.ts';
import { createModelStore } from '../../../server/src/models/modelStore.ts';
import { createTempFolder, never } from '../../audioFiles/audioFixtures.ts';
import { noVoices } from '../../support/noVoices.ts';

/** With the models of the catalogue, and without a voice of one's own. */
async function refusalOf(model: string, voice: string): Promise<string | null> {
  await using folder = await createTempFolder();
  const library = createModelLibrary({
    store: createModelStore({ folder: folder.file('models'), environment: {} }),
    ownVoices: noVoices,
    searchPath: '',
    prepare: () => Promise.resolve(),
    note: () => undefined,
  });
  try {
    await checkSynthesisModel({ model, voice }, library, never);
    return null;
  } catch (error) {
    if (!(error instanceof SpeechError)) throw error;
    return `${error.code}: ${error.message} ${error.hint}`;
  }
}

const lists = '`aloud voices` lists all';
const makes = '; `aloud voices add` makes one of a clip';

describe('a model and a voice', () => {
  test.each([
    ['tts-1', 'af_heart', null],
    ['kokoro', 'af_heart:2+am_adam', null],
    ['kokoro-82m', 'af_heart', null],
    [
      'tts-1',
      'sara',
      `unknownVoice: There is no voice "sara". Did you mean if_sara or af_sarah? ${lists}${makes}.`,
    ],
    ['cosyvoice', 'sara', `unknownVoice: There is no voice "sara". ${lists}${makes}.`],
    ['fun-cosyvoice3-0.5b', 'sara', `unknownVoice: There is no voice "sara". ${lists}${makes}.`],
    [
      'cosyvoice',
      'af_heart',
      'unknownVoice: The model "cosyvoice" does not speak with the voice "af_heart". Ask for kokoro-82m, or for another voice.',
    ],
    [
      'kokro',
      'af_heart',
      'unknownModel: There is no model "kokro" that could speak. Did you mean kokoro-82m?',
    ],
    // Only a model that hears has a name like it.
    [
      'moonshin',
      'af_heart',
      'unknownModel: There is no model "moonshin" that could speak. Ask for kokoro-82m or fun-cosyvoice3-0.5b or cosyvoice3-graphs.',
    ],
    [
      'moonshine-tiny',
      'af_heart',
      'unknownModel: The model "moonshine-tiny" does not speak. GET /v1/models lists what each model does.',
    ],
  ])('%s, %s', async (model, voice, expected) => {
    expect(await refusalOf(model, voice)).toBe(expected);
  });
});
