import type { Inline } from '../../tree/tree.ts';
import { nearPointTags } from '../../vocabulary/nearMisses.ts';
import { pointTags } from '../../vocabulary/tags.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/** Where words in brackets stand. */
export interface StageWordsPlace {
  /** Of the block. */
  readonly text: string;
  /** Whether a direction could stand at an offset. */
  readonly isOpening: (offset: number) => boolean;
}

/**
 * Directions in brackets that are no tags, as other tools and stages have them, `[clears throat]`, `[long pause]`,
 * `[sarcastic]`, any that has a line to itself, `[INTRO MUSIC]`, and what transcripts have in parentheses, `(laughs)`:
 * they are read aloud.
 */
export function stageWords(node: Inline, { text, isOpening }: StageWordsPlace): ScriptDiagnostic[] {
  const written = text.slice(node.startOffset, node.endOffset);
  return [...written.matchAll(brackets), ...written.matchAll(asides)].flatMap(
    ({ 0: all, 1: words = '', index }): ScriptDiagnostic[] => {
      const startOffset = node.startOffset + index;
      const range = { startOffset, endOffset: startOffset + all.length };
      const isAside = all.startsWith('(');
      // Right behind a name, it is told as a direction that is none.
      if (isAside && isOpening(startOffset) && text.slice(0, startOffset).trim() !== '') return [];
      const meant = meaningOf(words.trim(), {
        isAlone: !isAside && text.trim() === all,
        isOpening: !isAside && isOpening(startOffset),
      });
      if (meant === null) return [];
      const { advice, texts } = meant;
      return [
        {
          code: 'unknown-tag',
          severity: 'warning',
          message: `${all} is read aloud: it is no tag. ${advice} A backslash before it keeps it as text.`,
          ...range,
          fix: { kind: 'replace', range, texts },
        },
      ];
    },
  );
}

interface WordsPlace {
  /** They have a paragraph to themselves. */
  readonly isAlone: boolean;
  /** A direction could stand in their place. */
  readonly isOpening: boolean;
}

/** Null for words that are text. */
function meaningOf(words: string, { isAlone, isOpening }: WordsPlace): Meant | null {
  const pause = pauseTag(words);
  if (pause !== null) return { advice: `A pause has its length behind a space: ${pause}.`, texts: [pause] };
  const meant = isStageDirection(words) ? meantBy(words, isOpening) : null;
  if (!isAlone || meant?.isSound === true || !/\p{L}{2}/u.test(words)) return meant;
  return {
    advice: 'A sound is [sound FILE]; in a comment nothing is heard of it.',
    texts: [`<!-- ${words} -->`],
  };
}

interface Meant {
  readonly advice: string;
  readonly texts: readonly string[];
  /** A voice makes it. */
  readonly isSound?: boolean;
}

/** A sound that voices make, or a manner. */
function meantBy(words: string, isOpening: boolean): Meant {
  const [event] = words.split(/\s+/u).flatMap((word) => (pointTags.has(word) ? [word] : nearPointTags(word)));
  if (event !== undefined)
    return { advice: `Did you mean [${event}]?`, texts: [`[${event}]`], isSound: true };
  return {
    advice:
      "How something is said stands in parentheses where a paragraph starts; in words of one's own with quotes, " +
      `("${words}"), for voices that take them.`,
    texts: isOpening ? [`("${words}")`] : [],
  };
}

/** In no word, and no link. */
const brackets = /(?<![\p{L}\p{N}[\]!\\])\[([^[\]<>\r\n]{2,60})\](?![\p{L}\p{N}([])/gu;

/** What stands so in transcripts, and hardly in prose. */
const asides =
  /(?<!\\)\(((?:[Ll]aughs|[Ll]aughing|[Ll]aughter|[Cc]huckles|[Gg]iggles|[Ss]ighs|[Cc]oughs|[Gg]asps|[Ss]obs|[Ss]niffs|[Cc]lears throat|(?:[Ll]ong |[Ss]hort )?[Pp]ause|[Bb]eat))\)/gu;

/** What a pause that is written otherwise would be here; null for other words. */
function pauseTag(words: string): string | null {
  const named = /^(?:(?<length>very short|short|brief|long|very long) )?(?:pause|silence|break|beat)$/iu.exec(
    words,
  );
  if (named !== null) return `[pause ${lengths.get(named.groups?.['length']?.toLowerCase() ?? '') ?? '1s'}]`;
  const timed =
    /^(?:(?:pause|silence|break|wait)?\s*[:=]?\s*)(?<count>\d{1,3}(?:\.\d{1,3})?)[ -]?(?<unit>ms|milliseconds?|s|secs?|seconds?)(?: (?:pause|silence|break))?$/iu.exec(
      words,
    );
  if (timed === null) return null;
  const { count = '', unit = '' } = timed.groups ?? {};
  return `[pause ${count}${/^m/iu.test(unit) ? 'ms' : 's'}]`;
}

const lengths: ReadonlyMap<string, string> = new Map([
  ['very short', '300ms'],
  ['short', '500ms'],
  ['brief', '500ms'],
  ['long', '2s'],
  ['very long', '3s'],
]);

function isStageDirection(words: string): boolean {
  const list = words.trim().split(/\s+/u);
  return (
    list.length <= 4 &&
    list.every((word) => /^[\p{L}'’,-]+[.!]?$/u.test(word)) &&
    list.some((word) => sound.test(word.replace(/[.!,]+$/u, '')))
  );
}

/** Words that stand in brackets for a sound or a manner, in any of their forms. */
const sound = new RegExp(
  '^(?:' +
    [
      'laugh(?:s|ing|ter)?|chuckl(?:e|es|ing)|giggl(?:e|es|ing)|snicker(?:s|ing)?|snort(?:s|ing)?|wheez(?:e|es|ing)',
      'sigh(?:s|ing)?|exhal(?:e|es|ing)|inhal(?:e|es|ing)|gasp(?:s|ing)?|gulp(?:s|ing)?|swallow(?:s|ing)?|yawn(?:s|ing)?',
      'cough(?:s|ing)?|sneez(?:e|es|ing)|sniff(?:s|ing|le|les)?|throat|groan(?:s|ing)?|moan(?:s|ing)?|growl(?:s|ing)?',
      'whisper(?:s|ed|ing)?|shout(?:s|ed|ing)?|yell(?:s|ing)?|scream(?:s|ing)?|mumbl(?:e|es|ing)|mutter(?:s|ing)?',
      'cry|cries|crying|sob(?:s|bing)?|sings?|singing|hum(?:s|ming)?|whistl(?:e|es|ing)|woo|clap(?:s|ping)|gunshots?|explosions?',
      'sarcastic(?:ally)?|sarcasm|curious(?:ly)?|mischievous(?:ly)?|dramatic(?:ally)?|deadpan|playful(?:ly)?|thoughtful(?:ly)?',
      'excited(?:ly)?|nervous(?:ly)?|frustrated|annoyed|tired|exhausted|impressed|panicked|amazed|appalled|delighted|desperate(?:ly)?',
      'warmly|gently|cheerful(?:ly)?|cheerily|quizzical(?:ly)?|hesitant(?:ly)?|hesitates|stammer(?:s|ing)?|stutter(?:s|ing)?',
      'aside|exits?|exeunt|re-?enters?|weeps?|weeping|sniffl(?:e|es|ing)|jingle|sfx|applauds?|applauding|fades?',
      'interrupt(?:s|ed|ing)|overlapping|rushed|drawn|monotone|tone|accent',
    ].join('|') +
    ')$',
  'iu',
);
