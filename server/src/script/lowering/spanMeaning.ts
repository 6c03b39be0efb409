import { shiftRange } from '../../text/textRange.ts';
import { deliveries, emotions } from '../../../../protocol/expression.ts';
import { sayAsKinds, type SayAsKind } from '../../text/normalize/sayAs.ts';
import { spanAbilities } from '../checking/askedAbilities.ts';
import { attributeText, attributeValue } from '../checking/attributeText.ts';
import type { RangedText } from '../frontMatter/frontMatter.ts';
import type { SpanNode } from '../tree/tree.ts';
import { emphasisLevels } from '../vocabulary/tags.ts';
import { parsePitch, parseRange, parseRate, parseStrength, parseVolume } from '../vocabulary/values.ts';
import type { PlanProsody, Pronunciation, Style } from './plan.ts';
import type { SpanContent } from './utteranceDraft.ts';

/** What a span means for the words in it. Values that cannot be understood say nothing. */
export interface SpanMeaning {
  /** Null: nothing that a span of a plan holds. */
  readonly content: SpanContent | null;
  /** With its place in the source. */
  readonly voice: RangedText | null;
  readonly language: string | null;
  readonly as: SayAsKind | null;
  readonly alias: string | null;
}

/** @param shift  what offsets of the node are short of offsets of the source */
export function spanMeaning(node: SpanNode, shift: number): SpanMeaning {
  const said = saidBy(node);
  const isSaying = Object.keys(said).length > 0;
  const asked = spanAbilities(node).map(({ ability, range }) => ({
    ability,
    source: shiftRange(range, shift),
  }));
  const source = shiftRange(node, shift);
  return {
    content: isSaying ? { source, ...said, ...(asked.length > 0 ? { asked } : {}) } : null,
    ...splitting(node, shift),
  };
}

type Said = Omit<SpanContent, 'source' | 'asked'>;

function saidBy(node: SpanNode): Said {
  switch (node.name) {
    case 'strong':
      return { emphasis: 'strong' };
    case 'emphasis':
      return { emphasis: 'moderate' };
    case 'laughter':
      return { isLaughing: true };
    case 'say': {
      const emphasis = emphasisLevels.find((level) => level === attributeText(node, 'emphasis'));
      const style = styleOf(node);
      const prosody = prosodyOf(node);
      const pronunciation = pronunciationOf(node);
      return {
        ...(emphasis === undefined ? {} : { emphasis }),
        ...(style === null ? {} : { style }),
        ...(prosody === null ? {} : { prosody }),
        ...(pronunciation === null ? {} : { pronunciation }),
      };
    }
  }
}

function splitting(node: SpanNode, shift: number): Omit<SpanMeaning, 'content'> {
  if (node.name !== 'say') return { voice: null, language: null, as: null, alias: null };
  const as = attributeText(node, 'as');
  const voice = attributeValue(node, 'voice');
  return {
    voice: voice === null ? null : { text: voice.text, ...shiftRange(voice, shift) },
    language: attributeText(node, 'language'),
    as: sayAsKinds.find((kind) => kind === as) ?? null,
    alias: attributeText(node, 'alias'),
  };
}

/** An emotion brings its strength; a strength alone changes that of the emotion around it. */
function styleOf(node: SpanNode): Partial<Style> | null {
  const emotion = emotions.find((known) => known === attributeText(node, 'emotion'));
  const strength = read(node, 'strength', parseStrength) ?? (emotion === undefined ? null : 1);
  const delivery = deliveries.find((known) => known === attributeText(node, 'delivery'));
  const instruction = attributeText(node, 'instruct');
  return orNull({
    ...(emotion === undefined ? {} : { emotion }),
    ...(strength === null ? {} : { strength }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(instruction === null ? {} : { instruction }),
  });
}

function prosodyOf(node: SpanNode): Partial<PlanProsody> | null {
  const rateFactor = read(node, 'rate', parseRate) ?? 1;
  const pitchSemitones = read(node, 'pitch', parsePitch) ?? 0;
  const rangeFactor = read(node, 'range', parseRange) ?? 1;
  const volumeDb = read(node, 'volume', parseVolume) ?? 0;
  return orNull({
    ...(rateFactor === 1 ? {} : { rateFactor }),
    ...(pitchSemitones === 0 ? {} : { pitchSemitones }),
    ...(rangeFactor === 1 ? {} : { rangeFactor }),
    ...(volumeDb === 0 ? {} : { volumeDb }),
  });
}

/** The first alphabet that is there. */
function pronunciationOf(node: SpanNode): Pronunciation | null {
  for (const alphabet of ['ipa', 'arpabet', 'pinyin'] as const) {
    const phonemes = attributeText(node, alphabet);
    if (phonemes !== null) return { alphabet, phonemes };
  }
  return null;
}

function read(node: SpanNode, name: string, parse: (text: string) => number | null): number | null {
  const text = attributeText(node, name);
  return text === null ? null : parse(text);
}

function orNull<Value extends object>(value: Value): Value | null {
  return Object.keys(value).length === 0 ? null : value;
}
