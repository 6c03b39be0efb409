import type { SpeechAbility } from '../../../../protocol/expression.ts';
import { arpabetToIpa } from '../../text/phonemes/arpabetToIpa.ts';
import { respellingToIpa } from '../../text/phonemes/respellingToIpa.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { FrontMatter, LexiconEntry } from '../frontMatter/frontMatter.ts';
import type { ResolvedCast, ResolvedCharacter, ResolvedWord } from '../frontMatter/resolvedCast.ts';
import { includeRange, nowhere } from '../frontMatter/includeRange.ts';
import { castAbilities } from './askedAbilities.ts';
import type { ScriptDiagnostic } from './diagnostic.ts';
import type { IncludedFile, ScriptEnvironment } from './environment.ts';
import { misplacedFrontMatter } from './rules/misplacedFrontMatter.ts';
import { refusedIncludes } from './rules/missingFile.ts';
import { unsupportedByVoice } from './rules/unsupported.ts';
import { unknownEngine, unknownVoices } from './rules/voices.ts';
import type { SpokenVoice, VoiceLookup } from './voiceLookup.ts';

export interface FrontMatterCheck {
  /** Of the script. */
  readonly source: string;
  readonly frontMatter: FrontMatter;
  readonly environment: ScriptEnvironment;
  readonly cast: ResolvedCast;
  readonly voices: VoiceLookup;
  /** The words of the lexicon that are said, and by whom. */
  readonly lexiconVoices: ReadonlyMap<string, ReadonlySet<SpokenVoice>>;
}

/** What is wrong with what a script says about itself, and with the files it includes. */
export function checkFrontMatter(check: FrontMatterCheck): ScriptDiagnostic[] {
  const { source, frontMatter, environment, cast, lexiconVoices } = check;
  return [
    ...misplacedFrontMatter(source),
    ...frontMatter.problems,
    ...refusedIncludes(frontMatter, environment.included),
    ...includedProblems(frontMatter, environment.included),
    ...[...cast.characters.values()].flatMap((character) => checkCharacter(character, check)),
    ...[...cast.lexicon].flatMap(([word, resolved]) =>
      checkWord(resolved, [...(lexiconVoices.get(word) ?? [])], frontMatter),
    ),
  ];
}

function checkCharacter(
  { entry, file }: ResolvedCharacter,
  { source, frontMatter, environment, voices }: FrontMatterCheck,
): ScriptDiagnostic[] {
  const { name, voice, engine } = entry;
  const place = file === null ? null : includeRange(frontMatter, file);
  const spokenBy = voices.find(voice?.text ?? environment.defaultVoice, engine?.text ?? null);
  const names = [
    ...(voice === null
      ? []
      : unknownVoices(voice.text, place ?? voice, { ...environment, engine: engine?.text })),
    ...(engine === null ? [] : unknownEngine(engine.text, place ?? engine, environment)),
  ];
  return [
    ...(file === null
      ? names
      : names.map((diagnostic) => ofInclude(diagnostic, place, `${name} of ${file.path}`))),
    ...castAbilities(entry).flatMap(({ ability, field }) => {
      const section = file === null ? frontMatter.sections.get(`cast.${name}.${field}`) : undefined;
      return unsupportedByVoice({
        ability,
        range: place ?? (section === undefined ? entry.nameRange : yamlValueRange(source, section)),
        voices: [spokenBy],
        asker: file === null ? name : `${name} of ${file.path}`,
        canRemove: section !== undefined,
      });
    }),
  ];
}

function checkWord(
  { entry, file }: ResolvedWord,
  voices: readonly SpokenVoice[],
  frontMatter: FrontMatter,
): ScriptDiagnostic[] {
  const ability = pronunciationAbility(entry.spoken);
  const unreadable = file === null ? unreadableReason(entry.spoken) : null;
  if (unreadable !== null) return [badPronunciation(entry, unreadable)];
  if (ability === null) return [];
  return unsupportedByVoice({
    ability,
    range: file === null ? entry : includeRange(frontMatter, file),
    voices,
    canRemove: file === null,
    asker: file === null ? `"${entry.word}"` : `"${entry.word}" of ${file.path}`,
  });
}

function pronunciationAbility({ kind }: LexiconEntry['spoken']): SpeechAbility | null {
  if (kind === 'alias') return null;
  return kind === 'respelling' ? 'pronunciation:ipa' : `pronunciation:${kind}`;
}

function unreadableReason(spoken: LexiconEntry['spoken']): string | null {
  if (spoken.kind === 'respelling' && respellingToIpa(spoken.text) === null) {
    return 'cannot be read as a respelling, which is of syllables such as kah-EH-deh; { alias: ... } takes other words';
  }
  if (spoken.kind === 'arpabet' && arpabetToIpa(spoken.phonemes) === null) {
    return 'is no ARPAbet, whose sounds stand apart, as in HH AH0 L OW1';
  }
  return null;
}

function badPronunciation(
  { word, spoken, startOffset, endOffset }: LexiconEntry,
  reason: string,
): ScriptDiagnostic {
  const written = 'text' in spoken ? spoken.text : spoken.phonemes;
  return {
    code: 'bad-value',
    severity: 'error',
    message: `"${written}" ${reason}; "${word}" is said as without it.`,
    startOffset,
    endOffset,
  };
}

/** Problems of a file that is included are its own; here is said that it has some. */
function includedProblems(frontMatter: FrontMatter, included: readonly IncludedFile[]): ScriptDiagnostic[] {
  return included.flatMap((file) => {
    const [first] = file.frontMatter.problems;
    if (file.refusal !== null || first === undefined) return [];
    return [
      {
        code: first.code,
        severity: 'warning',
        message: `${file.path} is not as its author meant it: ${first.message}`,
        ...includeRange(frontMatter, file),
      },
    ];
  });
}

/** A finding of an included file, told where it is included; what would mend it is in the other file. */
function ofInclude(diagnostic: ScriptDiagnostic, place: TextRange | null, asker: string): ScriptDiagnostic {
  const { code, severity, message } = diagnostic;
  return { code, severity, message: `${asker}: ${message}`, ...(place ?? nowhere) };
}

/** A key with its value, without what is behind it up to the next key. */
function yamlValueRange(source: string, { startOffset, endOffset }: TextRange): TextRange {
  const text = source.slice(startOffset, endOffset);
  const value = /^[^,}\r\n"']*(?:"[^"]*"|'[^']*')?/u.exec(text)?.[0] ?? text;
  return { startOffset, endOffset: startOffset + value.trimEnd().length };
}
