/**
 * A script as long as wanted, the same each time: chapters, scenes, narration, dialogue with directions, sounds, pauses,
 * spans, comments. About 180,000 words for each megabyte. Every part of it is right.
 */
export function longScript(characters: number): string {
  const random = createRandom(7);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const sentence = (): string => {
    const words = Array.from({ length: 6 + Math.floor(random() * 14) }, () => pick(commonWords));
    const first = words[0] ?? 'the';
    if (random() < 0.08) words[2] = `*${words[2] ?? 'so'}*`;
    if (random() < 0.04)
      words[3] = `<say rate="slow" emotion="sad">${words[3] ?? 'so'} ${words[4] ?? 'it'}</say>`;
    if (random() < 0.05) words.push(pick(['[breath]', '[pause 400ms]', '[sigh]']));
    return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${words.slice(1).join(' ')}${pick(['.', '.', '?', '!'])}`;
  };
  const sentences = (count: number): string => Array.from({ length: count }, sentence).join(' ');
  const parts = [frontMatter];
  let length = frontMatter.length;
  for (let index = 0; length < characters; index++) {
    const part = nextPart({ index, random, pick, sentences });
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, Math.max(characters, frontMatter.length));
}

const frontMatter = `---
title: A Long Book
author: A. Writer
language: en
cast:
  narrator: { voice: af_heart }
  MARA: { voice: bf_emma, rate: 0.95 }
  TOM: { voice: am_michael, emotion: angry }
  ANNA: af_bella
lexicon:
  Kaede: kah-EH-deh
---

`;

const commonWords =
  'the of and a to in he was that his it with as had for on not but at by which from they this be her all one we so were said she an you who would him been their has when out if no up into more time like could them what two then made over did down only way find people water long little very after words called just where most know through back good man years think say great help old any same before line right too mean tell boy follow came want show also around form three small set put end does another well large must big even such because turn here why ask went men read need land different home us move try kind hand picture again change off play spell air away animal house point page letter mother answer found study still learn should world storm lighthouse'.split(
    ' ',
  );

interface Writing {
  readonly index: number;
  readonly random: () => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly sentences: (count: number) => string;
}

function nextPart({ index, random, pick, sentences }: Writing): string {
  if (index % 200 === 0) return `# Chapter ${index / 200 + 1}: The storm\n\n`;
  if (index % 50 === 0) return `## Later\n\n`;
  if (index % 37 === 0) return `---\n\n[sound "door.wav" gain=-6dB]\n\n`;
  if (index % 41 === 0) return `<!-- ${sentences(1)} -->\n\n`;
  if (random() < 0.45) return `${sentences(2 + Math.floor(random() * 5))}\n\n`;
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const direction =
      random() < 0.3 ? pick(['(whispering) ', '(angry 0.8, fast) ', '(calm, "as if tired") ']) : '';
    return `${pick(['MARA', 'TOM', 'ANNA'])}: ${direction}${sentences(1 + Math.floor(random() * 2))}\n`;
  });
  return `${lines.join('')}\n`;
}

/** Numerical Recipes' linear congruential generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
