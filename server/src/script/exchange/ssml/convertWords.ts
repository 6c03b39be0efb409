import type { XmlElement } from '@rgrove/parse-xml';
import { sayAsKinds } from '../../../text/normalize/sayAs.ts';
import { xSampaToIpa } from './xSampaToIpa.ts';
import { isOwnSpan } from './aloudAttributes.ts';
import { attributeOf, inOwnLanguage, noteOtherAttributes } from './attributes.ts';
import { orderDate } from '../orderDate.ts';
import type { ElementConverter, SsmlImport } from './ssmlImport.ts';

export const convertSub: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['alias'], context);
  const alias = attributeOf(element, 'alias');
  if (alias === undefined) context.note(element, 'This <sub> has no alias; what is inside was kept.');
  context.convertSpan(element, { attributes: alias === undefined ? {} : { alias } }, surroundings);
};

export const convertPhoneme: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['ph', 'alphabet'], context);
  const phonemes = attributeOf(element, 'ph');
  const alphabet = attributeOf(element, 'alphabet') ?? 'ipa';
  const attributes = phonemes === undefined ? null : toPronunciation(alphabet.toLowerCase(), phonemes);
  if (attributes === null) {
    const asked =
      phonemes === undefined ? 'This <phoneme> has no ph' : `A script cannot read ${alphabet}="${phonemes}"`;
    context.note(element, `${asked}; what is inside was kept.`);
  }
  context.convertSpan(element, { attributes: attributes ?? {}, isKept: isOwnSpan(element) }, surroundings);
};

/** The words as they are, or as what they are said. */
export const convertSayAs: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['interpret-as', 'format', 'detail', 'type'], context);
  const asked = (attributeOf(element, 'interpret-as') ?? attributeOf(element, 'type') ?? '').toLowerCase();
  const format = attributeOf(element, 'format')?.toLowerCase();
  const kind = kindOf(asked, format);
  if (kind === null) {
    context.note(element, `A script cannot say words as "${asked}"; they were kept as they are.`);
  }
  if (attributeOf(element, 'detail') !== undefined) noteDetail(element, context);
  const ordered = kind === 'date' && format !== undefined ? orderDate(element.text, format) : null;
  if (format !== undefined && ordered === null && kind !== null && !isDefaultFormat(kind, format)) {
    context.note(element, `A script does not tell the format "${format}" of a ${kind}; it was left out.`);
  }
  const attributes = kind === null || kind === 'plain' ? {} : { as: kind };
  if (ordered === null) context.convertSpan(element, { attributes }, surroundings);
  else {
    context.builder.span({ attributes }, () => {
      context.builder.text(ordered);
    });
  }
};

/** A word, for languages that do not set it apart; a script leaves that to the voice. */
export const convertToken: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['onlangfailure'], context);
  inOwnLanguage(element, surroundings, context);
};

function toPronunciation(alphabet: string, phonemes: string): Record<string, string> | null {
  switch (alphabet) {
    case 'ipa':
      return { ipa: phonemes };
    case 'x-sampa':
    case 'xsampa':
    case 'x-xsampa': {
      const ipa = xSampaToIpa(phonemes);
      return ipa === null ? null : { ipa };
    }
    case 'arpabet':
    case 'x-arpabet':
    case 'x-cmu':
    case 'cmu':
      return { arpabet: phonemes };
    case 'pinyin':
    case 'x-pinyin':
    case 'x-amazon-pinyin':
      return { pinyin: phonemes };
    default:
      return null;
  }
}

/** What the script's `as` says for it; `plain` where numbers are read like this of themselves. */
function kindOf(asked: string, format: string | undefined): string | null {
  if (asked === 'number' && format !== undefined && format !== 'number') return kindOf(format, undefined);
  const kind = kinds.get(asked);
  return kind ?? (sayAsKinds.some((known) => known === asked) ? asked : null);
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['cardinal', 'plain'],
  ['number', 'plain'],
  ['fraction', 'plain'],
  ['unit', 'plain'],
  ['measure', 'plain'],
  ['address', 'plain'],
  ['spell-out', 'characters'],
  ['spell', 'characters'],
  ['letters', 'characters'],
  ['verbatim', 'characters'],
  ['number_digit', 'digits'],
  ['money', 'currency'],
  ['phone', 'telephone'],
]);

/** What the kind is read as without being told. */
function isDefaultFormat(kind: string, format: string): boolean {
  return kind === 'plain' || format === kind || defaultFormats.get(kind)?.includes(format) === true;
}

const defaultFormats: ReadonlyMap<string, readonly string[]> = new Map([
  ['date', ['mdy', 'ymd', 'yyyymmdd']],
  ['time', ['hms12', 'hms24', 'hms', 'hm']],
  ['ordinal', ['ordinal']],
  ['telephone', ['telephone']],
]);

function noteDetail(element: XmlElement, context: SsmlImport): void {
  const detail = attributeOf(element, 'detail') ?? '';
  context.note(element, `A script has no word for detail="${detail}"; it was left out.`);
}
