import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeLexicon, type EnglishLexicon } from '../../server/src/text/phonemes/english/lexiconFile.ts';

const file = path.resolve(import.meta.dirname, '../../dist/english.lexicon');

/** The lexicon as it ships. The build makes it; `npm test` builds first. */
export function englishLexicon(): EnglishLexicon {
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first.`);
  return decodeLexicon(readFileSync(file));
}
