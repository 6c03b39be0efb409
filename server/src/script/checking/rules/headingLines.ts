import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/**
 * Headings as books and screenplays set them, without a sign: "CHAPTER I", "Chapter One: The Storm", "Prologue",
 * "INT. KITCHEN - NIGHT", and what is done between scenes, "CUT TO:". They are read as paragraphs.
 */
export function headingLines(block: Block, text: string): ScriptDiagnostic[] {
  if (block.kind !== 'narration' || text.includes('<!--')) return [];
  const written = firstLine.exec(text)?.groups?.['line'];
  if (written === undefined) return [];
  const startOffset = text.indexOf(written);
  const range = { startOffset, endOffset: startOffset + written.length };
  const line = written.replace(/^[*_]+|[*_]+$/gu, '');
  if (transition.test(line)) {
    return [
      {
        code: 'unknown-tag',
        severity: 'warning',
        message: 'This is read aloud: a script has no transitions. In a comment nothing is heard of it.',
        ...range,
        fix: {
          kind: 'replace',
          range,
          texts: [`<!-- ${written} -->`],
          title: 'Make it a comment, of which nothing is heard',
        },
      },
    ];
  }
  const [, ...below] = text.trim().split(/\r?\n/u);
  const isAlone = below.length === 0;
  const signs = isScene(line) ? '##' : isChapter(line, isAlone) ? '#' : null;
  if (signs === null) return [];
  const title =
    below.length === 1 && !line.includes(':')
      ? (titleLine.exec(below[0] ?? '')?.groups?.['title'] ?? null)
      : null;
  const end = title === null ? range.endOffset : text.indexOf(title, range.endOffset) + title.length;
  const heading = title === null ? line : `${line}${/[.:]$/u.test(line) ? '' : ':'} ${title}`;
  const what = signs === '#' ? 'chapter' : 'scene';
  return [
    {
      code: 'unknown-tag',
      severity: 'warning',
      message: `This is read as a paragraph: a ${what} of a script begins with "${signs} ".`,
      ...range,
      fix: { kind: 'replace', range: { ...range, endOffset: end }, texts: [`${signs} ${heading}`] },
    },
  ];
}

/** In the line below its number; not the first sentence of what follows. */
const titleLine = /^[ \t]*(?<title>[\p{Lu}\p{N}“"‘'][^\r\n]{0,58}[^\s.!?…,;:—-])[ \t]*$/u;
const firstLine = /^[^\S\r\n]*(?<line>\S[^\r\n]{0,119}?)[^\S\r\n]*(?:\r?\n|$)/u;

const units = 'one|two|three|four|five|six|seven|eight|nine';
const ordinals = 'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth';
const number =
  String.raw`(?:\d{1,3}|[IVXLC]{1,8}|(?:the )?(?:${ordinals}|tenth|eleventh|twelfth|\p{L}{3,6}teenth|twentieth|last)|` +
  String.raw`${units}|ten|eleven|twelve|\p{L}{3,5}teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:${units}|${ordinals}))?)`;
/** A title behind it begins with a capital, and is no sentence, but in the headings of old books and plays. */
const title = String.raw`(?<title>(?:[.:]|[.:]?[ \t]*[–—-])[ \t]*["“'‘]?[\p{Lu}\p{N}][^\r\n]*)`;
const numbered = new RegExp(
  String.raw`^(?<word>chapter|part|book|volume|canto|stave|episode|act|scene)[ \t]+${number}(?:[.:]?|${title})$`,
  'iu',
);
const named =
  /^(?:PROLOGUE|Prologue|EPILOGUE|Epilogue|FOREWORD|Foreword|PREFACE|Preface|AFTERWORD|Afterword)[.:]?$/u;
const slugLine = /^(?:INT|EXT|EST|INT\.?\/EXT|EXT\.?\/INT|I\/E)[. ][ \t]*[^\p{Ll}\r\n]{2,}$/u;
const transition =
  /^(?:FADE (?:IN|OUT|TO BLACK)|(?:SMASH |MATCH |JUMP |HARD )?CUT TO(?: BLACK)?|DISSOLVE TO|WIPE TO|BACK TO)[:.]?$/u;

function isScene(line: string): boolean {
  return slugLine.test(line) || (/^scene\b/iu.test(line) && isNumbered(line));
}

function isChapter(line: string, isAlone: boolean): boolean {
  return isNumbered(line) || (isAlone && named.test(line));
}

function isNumbered(line: string): boolean {
  const { word = '', title: behind } = numbered.exec(line)?.groups ?? {};
  const isInCapitals = word !== '' && word === word.toUpperCase();
  const isTitled = behind === undefined || isInCapitals || !/[.!?…,;]["”'’]*$/u.test(behind);
  return /^\p{Lu}(?:\p{Lu}+|\p{Ll}+)$/u.test(word) && isTitled;
}
