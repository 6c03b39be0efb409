import { soundAlphabet } from './sounds.ts';

/** What it costs to hear one sound for another, 0 for the same to 1.2 for what nobody confuses. */
export interface SoundCosts {
  /** Row-major over the codes of `soundAlphabet`. */
  readonly substitution: Float32Array;
  /** A sound that was not said, or not heard. */
  readonly gap: Float32Array;
  readonly size: number;
}

/**
 * Costs by how near sounds are made: consonants by voice, place and manner, vowels by the distance of their places in
 * the mouth, sounds of Chinese by what its speakers and recognizers mix up. The figures are set by hand.
 */
export function createSoundCosts(): SoundCosts {
  const size = soundAlphabet.length;
  const substitution = new Float32Array(size * size);
  const near = nearConsonants();
  soundAlphabet.forEach((first, row) => {
    soundAlphabet.forEach((second, column) => {
      substitution[row * size + column] = first === second ? 0 : costOf(first, second, near);
    });
  });
  return { substitution, gap: Float32Array.from(soundAlphabet, gapCost), size };
}

/** Height and backness, 0 to 1, where vowels begin and end. */
const vowelPlaces: Readonly<Record<string, readonly [height: number, backness: number]>> = {
  IY: [0, 0], IH: [0.25, 0.2], EY: [0.3, 0.1], EH: [0.55, 0.2], AE: [0.8, 0.2], AH: [0.5, 0.5], AA: [1, 0.8],
  OA: [0.95, 0.85], OO: [0.8, 0.95], AO: [0.75, 1], OW: [0.4, 1], UH: [0.25, 0.8], UW: [0, 1], AY: [0.85, 0.4],
  AW: [0.85, 0.6], OY: [0.6, 0.7],
}; // prettier-ignore

const confusedConsonants: readonly (readonly [pairs: string, cost: number])[] = [
  ['P-B T-D K-G F-V S-Z SH-ZH CH-JH TH-DH', 0.25],
  ['N-NG CH-SH JH-ZH', 0.3],
  ['M-N S-SH Z-ZH S-TH F-TH DH-D DH-Z T-TH Z-JH', 0.45],
  ['T-CH D-JH V-W V-B M-NG L-R K-CH G-JH F-P S-CH HH-K S-JH', 0.6],
  ['Y-IY W-UW Y-IH W-UH W-OW', 0.4],
];

const confusedPinyin: readonly (readonly [pairs: string, cost: number])[] = [
  ['>z->zh >c->ch >s->sh', 0.2],
  ['>n->l >f->h >l->r', 0.4],
  ['>j->zh >q->ch >x->sh >j->z >q->c >x->s >b->p >d->t >g->k >j->q >zh->ch >z->c', 0.5],
  ['-an--ang -en--eng -in--ing -ian--iang -uan--uang', 0.2],
  ['-un--ong -e--o -uo--o -ui--ei -iu--ou -ie--ve -i--v -u--v -ai--ei -ao--ou', 0.5],
];

function nearConsonants(): ReadonlyMap<string, number> {
  const near = new Map<string, number>();
  const add = (first: string, second: string, cost: number): void => {
    near.set(`${first} ${second}`, cost);
    near.set(`${second} ${first}`, cost);
  };
  for (const [pairs, cost] of confusedConsonants) {
    for (const pair of pairs.split(' ')) {
      const [first = '', second = ''] = pair.split('-');
      add(first, second, cost);
    }
  }
  for (const [pairs, cost] of confusedPinyin) {
    for (const pair of pairs.split(' ')) {
      const [, first = '', second = ''] = /^([>-][a-z]+)-([>-][a-z]+)$/.exec(pair) ?? [];
      add(first, second, cost);
    }
  }
  return near;
}

function costOf(first: string, second: string, near: ReadonlyMap<string, number>): number {
  const known = near.get(`${first} ${second}`);
  if (known !== undefined) return known;
  if (kindOf(first) !== kindOf(second)) return 1.2;
  if (kindOf(first) === 'tone') return 0.3;
  const from = vowelPlaces[first];
  const to = vowelPlaces[second];
  if (from === undefined || to === undefined) return 1;
  return Math.min(0.7, 0.1 + 0.6 * Math.hypot(from[0] - to[0], from[1] - to[1]));
}

type SoundKind = 'none' | 'vowel' | 'consonant' | 'initial' | 'final' | 'tone';

function kindOf(sound: string): SoundKind {
  if (sound === '') return 'none';
  if (sound.startsWith('>')) return 'initial';
  if (sound.startsWith('-')) return 'final';
  if (/^\d$/.test(sound)) return 'tone';
  return sound in vowelPlaces ? 'vowel' : 'consonant';
}

function gapCost(sound: string): number {
  if (kindOf(sound) === 'tone' || sound === 'AH' || sound === 'IH') return 0.35;
  if (kindOf(sound) === 'vowel' || /^(HH|Y|W|R)$/.test(sound)) return 0.45;
  return /^(T|D)$/.test(sound) ? 0.6 : 0.9;
}

/** The class of every sound of `soundAlphabet`: consonants of one are taken for one another; 0 for those that come and go. */
export function consonantClasses(): Uint8Array {
  const classes: Readonly<Record<string, number>> = {
    P: 1, B: 1, F: 2, V: 2, T: 3, D: 3, TH: 3, DH: 3, K: 4, G: 4, S: 5, Z: 5, SH: 5, ZH: 5, CH: 5, JH: 5, M: 6,
    N: 7, NG: 7, L: 8, R: 9,
  }; // prettier-ignore
  const initials: Readonly<Record<string, number>> = {
    b: 1, p: 1, f: 2, d: 3, t: 3, g: 4, k: 4, zh: 5, ch: 5, sh: 5, z: 5, c: 5, s: 5, j: 5, q: 5, x: 5, m: 6,
    n: 8, l: 8, r: 9, h: 0, y: 0, w: 0,
  }; // prettier-ignore
  return Uint8Array.from(soundAlphabet, (sound) =>
    sound.startsWith('>') ? (initials[sound.slice(1)] ?? 0) : (classes[sound] ?? 0),
  );
}
