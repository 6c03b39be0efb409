import { expect, test } from 'vitest';
import { toConcatList, toMetadata } from '../../server/src/book/m4bInputs.ts';

const chapters = [
  { title: "The keeper's storm", startMs: 0, durationMs: 4250.4, file: "01 The keeper's storm.flac" },
  { title: 'a = b; # \\ c', startMs: 4250.4, durationMs: 1000, file: '02 a = b; # c.flac' },
];

test('files are listed as the concat format quotes them', () => {
  expect(toConcatList(chapters)).toBe("file '01 The keeper'\\''s storm.flac'\nfile '02 a = b; # c.flac'\n");
});

test('chapters have their times and titles, marks of the format escaped', () => {
  const book = { title: 'The\nSea', author: 'Ada Ängström', comment: 'AI-generated speech', chapters };
  expect(toMetadata(book).split('\n')).toEqual([
    ';FFMETADATA1',
    'title=The Sea',
    'album=The Sea',
    'artist=Ada Ängström',
    'genre=Audiobook',
    'comment=AI-generated speech',
    '[CHAPTER]',
    'TIMEBASE=1/1000',
    'START=0',
    'END=4250',
    "title=The keeper's storm",
    '[CHAPTER]',
    'TIMEBASE=1/1000',
    'START=4250',
    'END=5250',
    String.raw`title=a \= b\; \# \\ c`,
    '',
  ]);
});
