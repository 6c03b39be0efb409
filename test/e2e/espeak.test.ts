import { expect, test, type TestContext } from 'vitest';
import { createModelStore } from '../../server/src/models/modelStore.ts';
import { createEspeakPhonemizer } from '../../server/src/synthesis/phonemes/espeak.ts';
import { findEspeak, type EspeakProgram } from '../../server/src/synthesis/phonemes/espeakProgram.ts';

const signal = new AbortController().signal;

/** The component in the user's store, in a folder named by ALOUD_ESPEAK, or the program on the PATH. */
async function installedEspeak(context: TestContext): Promise<EspeakProgram> {
  const inStore = await createModelStore()
    .open('espeak-ng', signal)
    .then(({ folder }) => folder)
    .catch(() => undefined);
  const componentFolder = process.env['ALOUD_ESPEAK'] ?? inStore;
  const espeak = await findEspeak({
    searchPath: process.env['PATH'] ?? '',
    ...(componentFolder === undefined ? {} : { componentFolder }),
  });
  return (
    espeak ?? context.skip('eSpeak NG is not installed: "aloud models pull espeak-ng", or set ALOUD_ESPEAK.')
  );
}

test.for([
  ['es', 'Buenos días, señor. ¿Cómo está?', 'bwˈenos ðˈias seɲˈoɾ kˈomo estˈa'],
  ['fr', 'Les enfants vont à l’école.', 'lez ɑ̃fˈɑ̃ vˈɔ̃t a lekˈɔl'],
  ['it', 'Ciao, come stai?', 'ʧˈao kˌome stˈaj'],
  ['pt', 'Olá, como você está?', 'olˈa kˌomʊ vosˌe estˈa'],
  ['hi', 'नमस्ते दुनिया', 'nəmˈʌsteː dˈʊnɪjˌaː'],
  ['es', '25 años', 'bˌAntiθˈinko ˈaɲos'],
] as const)('%s: %s', async ([language, text, phonemes], context) => {
  const espeak = await installedEspeak(context);
  const spoken = await createEspeakPhonemizer(espeak).phonemize(text, language, signal);
  expect(spoken.map((word) => word.phonemes).join(' ')).toBe(
    phonemes.normalize('NFD').replaceAll('c\u0327', 'ç'),
  );
});
