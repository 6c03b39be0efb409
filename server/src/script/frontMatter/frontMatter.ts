import type { Delivery, Emotion } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDiagnostic } from '../checking/diagnostic.ts';

/** What a script, or a file it includes, says about itself. Ranges are into that file. */
export interface FrontMatter {
  readonly title: string | null;
  readonly author: string | null;
  /** BCP-47. */
  readonly language: string | null;
  readonly includes: readonly RangedText[];
  /** In the order written; the first of a name counts. */
  readonly cast: ReadonlyMap<string, CastEntry>;
  readonly lexicon: ReadonlyMap<string, LexiconEntry>;
  /** Only what is said here; `resolveCast` completes them. */
  readonly defaults: Partial<ScriptDefaults>;
  /** Where the keys are, for completion inside of them: `cast`, `cast.MARA`, `lexicon` ... */
  readonly sections: ReadonlyMap<string, TextRange>;
  readonly problems: readonly ScriptDiagnostic[];
}

export interface RangedText extends TextRange {
  readonly text: string;
}

/** One character. What it does not name is the voice's own. */
export interface CastEntry extends TextRange {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly voice: RangedText | null;
  readonly engine: RangedText | null;
  readonly language: string | null;
  readonly rateFactor: number;
  readonly pitchSemitones: number;
  readonly rangeFactor: number;
  readonly volumeDb: number;
  readonly emotion: Emotion | null;
  /** 0 to 1. */
  readonly strength: number;
  readonly delivery: Delivery | null;
  readonly instruction: string | null;
}

export interface LexiconEntry extends TextRange {
  readonly word: string;
  readonly wordRange: TextRange;
  readonly spoken:
    /** Syllables between hyphens, the stressed one in capitals: `kah-EH-deh`. */
    | { readonly kind: 'respelling'; readonly text: string }
    /** Other words in its place. */
    | { readonly kind: 'alias'; readonly text: string }
    | { readonly kind: 'ipa' | 'arpabet' | 'pinyin'; readonly phonemes: string };
}

/** Silence after what the name says, and whether headings are spoken. */
export interface ScriptDefaults {
  /** Between two lines of dialogue. */
  readonly linePauseMs: number;
  readonly paragraphPauseMs: number;
  readonly scenePauseMs: number;
  readonly chapterPauseMs: number;
  readonly headingPauseMs: number;
  readonly chapterHeadings: 'spoken' | 'silent';
  readonly sceneHeadings: 'spoken' | 'silent';
}

/** Key of the cast for what is no dialogue. */
export const narratorName = 'narrator';
