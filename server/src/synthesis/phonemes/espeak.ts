import { SpeechError } from '../../../../protocol/errors.ts';
import type { PhonemizedToken } from '../../text/phonemes/phonemizedToken.ts';
import type { SpokenToken } from '../../text/spokenToken.ts';
import type { Phonemizer } from '../phonemizer.ts';
import { espeakPhonemes } from './espeakPhonemes.ts';
import type { EspeakProgram } from './espeakProgram.ts';
import { sourceTokens } from './sourceTokens.ts';

/**
 * Spanish, French, Hindi, Italian and Portuguese by eSpeak NG, an optional component under the GPL that the user
 * installs. Without it there are no languages here, and every call throws languageUnsupported.
 *
 * Words are matched with sounds in two steps. Whole phrases are said first, so that words may lean on each other
 * (French liaison); where eSpeak gives as many words as are written, they belong together one by one. The words
 * of other phrases, with numbers or with words that eSpeak joins, are said again each for itself.
 *
 * @param espeak  what `findEspeak` found
 */
export function createEspeakPhonemizer(espeak: EspeakProgram | undefined): Phonemizer {
  if (espeak === undefined) {
    return { languages: [], phonemize: (_text, language) => Promise.reject(notInstalled(language)) };
  }
  return {
    languages: [...voices.keys()],
    phonemize: (text, language, signal) => {
      const voice = voices.get(language.split('-')[0]?.toLowerCase() ?? '');
      if (voice === undefined) return Promise.reject(notSpoken(language));
      return sayTokens(sourceTokens(text), (paragraphs) =>
        sayParagraphs(paragraphs, { espeak, voice, signal }),
      );
    },
  };
}

/** eSpeak's voices for Kokoro's languages, as Kokoro was trained. */
const voices: ReadonlyMap<string, string> = new Map([
  ['es', 'es'],
  ['fr', 'fr-fr'],
  ['hi', 'hi'],
  ['it', 'it'],
  ['pt', 'pt-br'],
]);

type SayParagraphs = (paragraphs: readonly string[]) => Promise<readonly string[]>;

async function sayTokens(tokens: readonly SpokenToken[], say: SayParagraphs): Promise<PhonemizedToken[]> {
  const phrases = splitPhrases(tokens);
  if (phrases.length === 0) return [];
  const lines = await say(phrases.map((phrase) => phrase.map(({ text }) => text).join(' ')));
  const said = phrases.map((phrase, index) => matchWords(phrase, lines[index] ?? ''));
  const alone = phrases.filter((_, index) => said[index] === undefined).flat();
  const linesAlone = alone.length === 0 ? [] : await say(alone.map(({ text }) => text));
  const phonemesAlone = new Map(alone.map((token, index) => [token, linesAlone[index] ?? '']));
  return phrases.flatMap(
    (phrase, index) =>
      said[index] ?? phrase.map((token) => toPhonemized(token, phonemesAlone.get(token) ?? '')),
  );
}

/** eSpeak pauses at punctuation; what lies between is one phrase. */
function splitPhrases(tokens: readonly SpokenToken[]): SpokenToken[][] {
  const phrases: SpokenToken[][] = [];
  let isOpen = false;
  for (const token of tokens) {
    if (!isOpen || token.before !== '') phrases.push([]);
    phrases.at(-1)?.push(token);
    isOpen = token.after === '';
  }
  return phrases;
}

function matchWords(phrase: readonly SpokenToken[], line: string): PhonemizedToken[] | undefined {
  const sounds = line.split(' ').filter((sound) => sound !== '');
  if (sounds.length !== phrase.length) return undefined;
  return phrase.map((token, index) => toPhonemized(token, sounds[index] ?? ''));
}

function toPhonemized(token: SpokenToken, ipa: string): PhonemizedToken {
  return { token, phonemes: espeakPhonemes(ipa).trim() };
}

interface EspeakCall {
  readonly espeak: EspeakProgram;
  readonly voice: string;
  readonly signal: AbortSignal;
}

/** One line for each paragraph; where eSpeak cuts one in two, all are said one by one. */
async function sayParagraphs(paragraphs: readonly string[], call: EspeakCall): Promise<readonly string[]> {
  const { espeak, voice, signal } = call;
  const output = await espeak(paragraphs.map((paragraph) => `${paragraph}\n\n`).join(''), voice, signal);
  const lines = output.replace(/\n$/, '').split('\n');
  if (lines.length === paragraphs.length) return lines;
  const single: string[] = [];
  for (const paragraph of paragraphs) {
    signal.throwIfAborted();
    single.push((await espeak(`${paragraph}\n\n`, voice, signal)).replaceAll('\n', ' ').trim());
  }
  return single;
}

function notInstalled(language: string): SpeechError {
  return new SpeechError('languageUnsupported', {
    message: `The pronunciation of "${language}" needs eSpeak NG, which is not installed.`,
    hint: 'Install the optional component, under the GPL, with "aloud models pull espeak-ng".',
    data: { model: 'espeak-ng' },
  });
}

function notSpoken(language: string): SpeechError {
  return new SpeechError('languageUnsupported', {
    message: `There are no pronunciation rules for "${language}".`,
    hint: 'English, Spanish, French, Hindi, Italian and Portuguese can be spoken.',
  });
}
