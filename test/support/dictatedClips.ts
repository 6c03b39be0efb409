import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { report } from './soundDaemon.ts';

export interface Clip {
  readonly clip: string;
  readonly text: string;
}

const recordedFolder = path.resolve(import.meta.dirname, '../../../shared/data/speech');

/** @param spoken  by the product itself @returns it, and one spoken by a person where there is one */
export function dictatedClips(spoken: Clip): Clip[] {
  const list = path.join(recordedFolder, 'manifest.json');
  if (!existsSync(list)) {
    report(`no recorded clip: ${list} is missing`);
    return [spoken];
  }
  const known = JSON.parse(readFileSync(list, 'utf8')) as { readonly file: string; readonly text: string }[];
  const recorded = known.find(({ file }) => file === 'ljspeech/LJ001-0004.flac');
  return recorded === undefined
    ? [spoken]
    : [spoken, { clip: path.join(recordedFolder, recorded.file), text: recorded.text }];
}
