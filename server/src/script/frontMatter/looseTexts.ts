import { parseDocument } from 'yaml';

/** Front matter with the texts that are no YAML as they stand taken out of the YAML. */
export interface LooseTexts {
  /** As long as it was. */
  readonly yaml: string;
  /** What each of them says, by where it begins. */
  readonly texts: ReadonlyMap<number, string>;
}

/**
 * A title or an author is text as it is written: `title: The Lighthouse: A Novel` is no YAML, and all that stands below
 * would be lost for it. What YAML can read is left to it, and so is what goes on in the next line.
 *
 * @param yaml  with line feeds, also behind carriage returns
 */
export function takeLooseTexts(yaml: string): LooseTexts {
  const texts = new Map<number, string>();
  let masked = yaml;
  for (const { 0: line, 1: key = '', 2: rest = '', index } of [...yaml.matchAll(textLine)].slice(
    0,
    mostLines,
  )) {
    const text = rest.replace(/\s#.*$/u, '').trimEnd();
    const lineEnd = index + line.length;
    if (goesOn.test(yaml.slice(lineEnd, lineEnd + goesOnLimit)) || isYaml(text)) continue;
    const startOffset = index + key.length;
    texts.set(startOffset, text);
    masked = masked.slice(0, startOffset) + 'x'.repeat(text.length) + masked.slice(startOffset + text.length);
  }
  return { yaml: masked, texts };
}

/** Of a key only the first counts. */
const mostLines = 4;
const textLine = /^((?:title|author)[ \t]*:[ \t]+)(\S.*)$/gmu;
const goesOn = /^\r?\n[ \t]+\S/u;
/** Deeper than anybody moves a line in. */
const goesOnLimit = 200;

function isYaml(text: string): boolean {
  // Deeply nested brackets overflow the parser's stack, and are reported by who reads all of it.
  if (!special.test(text) || text.length > longestText) return true;
  return (
    parseDocument(`key: ${text}`, { schema: 'failsafe', prettyErrors: false, logLevel: 'silent' }).errors
      .length === 0
  );
}

const special = /[^\p{L}\p{N} .]/u;
const longestText = 1000;
