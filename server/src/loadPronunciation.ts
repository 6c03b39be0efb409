import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../protocol/errors.ts';
import type { PronunciationSources } from './recognition/vocabulary/pronunciation.ts';
import { loadEnglishLexicon } from './synthesis/phonemes/loadEnglishLexicon.ts';

/**
 * How words sound, for those who compare them: the dictionary that voices read by, and Chinese on demand.
 *
 * @param lexiconPath  `english.lexicon`, made by the build; `english.words` is beside it
 * @throws SpeechError fileUnreadable
 */
export async function loadPronunciation(lexiconPath: string): Promise<PronunciationSources> {
  return {
    lexicon: await loadEnglishLexicon(lexiconPath, new AbortController().signal),
    commonWords: await readCommonWords(path.join(path.dirname(lexiconPath), 'english.words')),
    async loadPinyin() {
      // A third of a megabyte that English does without.
      const { pinyin } = await import('pinyin-pro');
      return (text) => pinyin(text, { type: 'array', toneType: 'num', v: true });
    },
  };
}

/** @returns the groups, which stand apart by an empty line */
async function readCommonWords(file: string): Promise<string[][]> {
  try {
    const groups = (await readFile(file, 'utf8')).trim().split('\n\n');
    return groups.map((group) => group.split('\n'));
  } catch (cause) {
    throw new SpeechError('fileUnreadable', {
      message: `The list of common words "${file}" cannot be read.`,
      hint: 'Install Aloud again, or run "npm run build" in a checkout.',
      cause,
    });
  }
}
