import { expect, test } from 'vitest';
import type { TranscriptSegment } from '../../protocol/recognition.ts';
import { toPlainText, toSrt, toVtt } from '../../server/src/recognition/transcriptFormats.ts';

function segment(startMs: number, endMs: number, text: string): TranscriptSegment {
  return {
    startMs,
    endMs,
    text,
    language: 'en',
    languageConfidence: null,
    emotion: null,
    emotionConfidence: null,
    events: null,
    words: null,
    confidence: null,
  };
}

const segments = [
  segment(0, 1500.4, 'A < B & C. '),
  segment(1600, 1700, ' '),
  segment(3_661_001, 3_662_000, 'Two\n\nlines'),
];

test('plain text joins what was said', () => {
  expect(toPlainText(segments)).toBe('A < B & C. Two\n\nlines');
});

test('SubRip', () => {
  expect(toSrt(segments)).toBe(
    '1\n00:00:00,000 --> 00:00:01,500\nA < B & C.\n\n2\n01:01:01,001 --> 01:01:02,000\nTwo\nlines\n',
  );
});

test('WebVTT escapes markup', () => {
  expect(toVtt(segments)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nA &lt; B &amp; C.\n\n01:01:01.001 --> 01:01:02.000\nTwo\nlines\n',
  );
});

test('silence gives an empty file of the right kind', () => {
  expect([toPlainText([]), toSrt([]), toVtt([])]).toEqual(['', '', 'WEBVTT\n']);
});
