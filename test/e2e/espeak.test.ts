import { expect, test, type TestContext } from 'vitest';
import type { Phonemizer } from '../../server/src/synthesis/phonemizer.ts';
import { openEspeakPhonemizer } from '../../server/src/synthesis/phonemes/openEspeakPhonemizer.ts';
import { userModelStore } from '../support/userModelStore.ts';

const signal = new AbortController().signal;

/** The component in the user's store, or the program on the PATH. */
async function installedEspeak(context: TestContext): Promise<Phonemizer> {
  const phonemizer = await openEspeakPhonemizer(userModelStore, process.env['PATH'] ?? '', signal);
  if (phonemizer.languages.length > 0) return phonemizer;
  return context.skip('eSpeak NG is not installed: "aloud models pull espeak-ng --accept-license".');
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
  const spoken = await espeak.phonemize(text, language, signal);
  expect(spoken.map((word) => word.phonemes).join(' ')).toBe(
    phonemes.normalize('NFD').replaceAll('c\u0327', 'ç'),
  );
});
