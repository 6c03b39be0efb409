import { SpeechError } from '../../../protocol/errors.ts';
import type { ModelSummary } from '../../../protocol/models.ts';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { spokenLanguage } from '../recognition/spokenLanguage.ts';
import { nearestNames } from '../text/nearestNames.ts';

/** An engine that hears, with the model that says what it can do and whether it is installed. */
export interface HearingEngine {
  readonly engine: string;
  readonly model: ModelSummary;
}

/** What is to be heard. */
export interface RecognitionWish extends Pick<RecognitionOptions, 'language' | 'allowedLanguages'> {
  /** Name of an engine, of a family of engines (`whisper`) or of a model; absent: whichever suits. */
  readonly engine?: string;
  /** Somebody waits for each word. */
  readonly isLive?: boolean;
  /** Of the recording; absent or null: unknown. */
  readonly durationMs?: number | null;
}

export interface ChosenRecognition {
  readonly engine: string;
  /** Why nothing that is installed will do, and what to install; null where the engine is there, or was named. */
  readonly missing: SpeechError | null;
}

/**
 * The engine that hears what is wished. One that does not hear the language is never taken, whatever is installed;
 * docs/recognition.md has the rules in words.
 *
 * @param engines          all there are, in no order
 * @param defaultEngine    where nothing is known and nothing that tells languages apart is installed
 * @throws SpeechError unknownModel for a name that is none; languageUnsupported for what no engine hears
 */
export function chooseRecognition(
  wish: RecognitionWish,
  engines: readonly HearingEngine[],
  defaultEngine: string,
): ChosenRecognition {
  if (wish.engine !== undefined) return { engine: findNamed(wish.engine, wish, engines), missing: null };
  const languages = wishedLanguages(wish);
  const able = engines.filter(({ model }) => languages.every((language) => hears(model, language)));
  const installed = able.filter(isInstalled);
  const chosen = best(languages.length > 0 ? installed : whateverIsSaid(installed, defaultEngine), wish);
  if (chosen !== undefined) return { engine: chosen.engine, missing: null };
  const ordinary = languages.length === 0 ? able.filter(({ engine }) => engine === defaultEngine) : [];
  const suggested = easiest(ordinary.length > 0 ? ordinary : able);
  if (suggested === undefined) throw heardByNone(languages);
  return { engine: suggested.engine, missing: notInstalled(languages, suggested.model) };
}

/** A recording above this is worth an engine that tells more of it than its words. */
const longMs = 60_000;

/** Somebody who waits for each word, or for a download, is served by a model below this; half of Whisper's sizes. */
const lightBytes = 100_000_000;

function wishedLanguages({ language, allowedLanguages = [] }: RecognitionWish): readonly string[] {
  return [...new Set((language === undefined ? allowedLanguages : [language]).map(spokenLanguage))];
}

function hears({ languages }: ModelSummary, language: string): boolean {
  return languages.some((tag) => spokenLanguage(tag) === language);
}

function isInstalled({ model }: HearingEngine): boolean {
  return model.state === 'installed';
}

/** Where no language is known: those that find it out; else the default, or whatever is there. */
function whateverIsSaid(
  installed: readonly HearingEngine[],
  defaultEngine: string,
): readonly HearingEngine[] {
  const telling = installed.filter(({ model }) => model.capabilities.includes('languageIdentification'));
  if (telling.length > 0) return telling;
  const ordinary = installed.filter(({ engine }) => engine === defaultEngine);
  return ordinary.length > 0 ? ordinary : installed;
}

/** The first by each measure in turn; a measure that is equal leaves it to the next. */
function best(engines: readonly HearingEngine[], wish: RecognitionWish): HearingEngine | undefined {
  const isLive = wish.isLive === true;
  const isOpen = wishedLanguages(wish).length === 0;
  const isLong = !isLive && !isOpen && (wish.durationMs ?? 0) >= longMs;
  const measures: readonly ((engine: HearingEngine) => number)[] = [
    // Of a long recording one wants to know more than the words.
    ({ model }) => (isLong && model.capabilities.includes('emotion') ? 1 : 0),
    // Whoever hears few languages hears them best and fastest; what may be in any language needs many.
    ({ model }) => (isOpen && !isLive ? model.languages.length : -model.languages.length),
    ({ model }) => (isLive && model.bytes > lightBytes ? 0 : 1),
    ({ model }) => (isLive && model.bytes > lightBytes ? -model.bytes : model.bytes),
  ];
  return [...engines].sort((left, right) => {
    for (const measure of measures) {
      const difference = measure(right) - measure(left);
      if (difference !== 0) return difference;
    }
    return 0;
  })[0];
}

/** What to install for a language: a specialist, of a size that is fetched in a minute. */
function easiest(engines: readonly HearingEngine[]): HearingEngine | undefined {
  return best(engines, { language: 'any', isLive: true });
}

function findNamed(name: string, wish: RecognitionWish, engines: readonly HearingEngine[]): string {
  const exact = engines.find(({ engine }) => engine === name);
  if (exact !== undefined && isInstalled(exact)) return name;
  const byModel = engines.find(({ model }) => model.id === name);
  if (byModel !== undefined) return byModel.engine;
  const family = engines.filter(({ engine }) => engine.startsWith(`${name}-`));
  const chosen = best(family.filter(isInstalled), wish) ?? exact ?? easiest(family);
  if (chosen !== undefined) return chosen.engine;
  throw unknownRecognition(
    name,
    engines.map(({ engine }) => engine),
  );
}

/** @param known  names of the engines that hear */
export function unknownRecognition(name: string, known: readonly string[]): SpeechError {
  const [nearest] = nearestNames(name, known);
  return new SpeechError('unknownModel', {
    message: `There is no recognition engine "${name}".`,
    hint: nearest === undefined ? `There are ${known.join(', ')}.` : `Did you mean ${nearest}?`,
  });
}

function heardByNone(languages: readonly string[]): SpeechError {
  return new SpeechError('languageUnsupported', {
    message: `No engine hears ${namesOf(languages)}.`,
    hint: '`aloud models list --json` says which languages each model hears.',
  });
}

function notInstalled(languages: readonly string[], model: ModelSummary): SpeechError {
  const what = languages.length === 0 ? 'hears' : `hears ${namesOf(languages)}`;
  return new SpeechError('modelNotInstalled', {
    message: `Nothing that is installed ${what}.`,
    hint: `Install ${model.title} (${Math.ceil(model.bytes / 1e6)} MB, license ${model.license}): aloud models pull ${model.id}`,
    data: { model: model.id, title: model.title, bytes: model.bytes },
  });
}

/** `German (de)`. */
function namesOf(languages: readonly string[]): string {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  return languages
    .map((language) => {
      const name = readName(names, language);
      return name === null ? language : `${name} (${language})`;
    })
    .join(' and ');
}

function readName(names: Intl.DisplayNames, language: string): string | null {
  try {
    return names.of(language) ?? null;
  } catch {
    return null;
  }
}
