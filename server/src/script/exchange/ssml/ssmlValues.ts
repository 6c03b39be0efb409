import { rates } from '../../vocabulary/values.ts';

/** What a value of `<prosody>` comes to. */
export interface ProsodyReading {
  /** A factor for rate and range, semitones for pitch, decibels for volume. */
  readonly value: number;
  /** Of the voice's own, whatever surrounds the element; otherwise on top of what surrounds it. */
  readonly isAbsolute: boolean;
  readonly isApproximated: boolean;
}

/** SSML's pitch and range may be in hertz; what they come to is reckoned for a voice of this pitch. */
export const assumedVoiceHz = 165;

/** All of them are null for what is no value. */
export function readRate(text: string): ProsodyReading | null {
  const label = labelled(text, { ...Object.fromEntries(rates), default: 1 });
  if (label !== null) return label;
  const { sign, amount, unit } = readAmount(text, /%?/) ?? {};
  if (amount === undefined) return null;
  const factor = unit === '%' ? amount / 100 : amount;
  // SSML 1.1 multiplies the default; a sign, of SSML 1.0, is on top of what is.
  return sign === '' ? ifPositive(absolute(factor)) : ifPositive(relative(1 + factor));
}

export function readPitch(text: string): ProsodyReading | null {
  const label = labelled(text, { 'x-low': -6, low: -3, medium: 0, high: 3, 'x-high': 6, default: 0 });
  if (label !== null) return label;
  const { sign, amount, unit } = readAmount(text, /st|%|hz/i) ?? {};
  if (amount === undefined || unit === 'st') return amount === undefined ? null : relative(amount);
  if (unit === '%') return amount > -100 ? relative(semitones(1 + amount / 100)) : null;
  const factor = amount / assumedVoiceHz + (sign === '' ? 0 : 1);
  if (factor <= 0) return null;
  return { value: semitones(factor), isAbsolute: sign === '', isApproximated: true };
}

export function readRange(text: string): ProsodyReading | null {
  const label = labelled(text, { 'x-low': 0.25, low: 0.6, medium: 1, high: 1.5, 'x-high': 2, default: 1 });
  if (label !== null) return label;
  const { sign, amount, unit } = readAmount(text, /st|%|hz/i) ?? {};
  if (amount === undefined || (unit === 'hz' && sign === '')) return null;
  if (unit === '%') return amount >= -100 ? relative(1 + amount / 100) : null;
  const factor = unit === 'st' ? 2 ** (amount / 12) : 1 + amount / assumedVoiceHz;
  return factor < 0 ? null : { value: factor, isAbsolute: false, isApproximated: true };
}

export function readVolume(text: string): ProsodyReading | null {
  const label = labelled(text, { 'x-soft': -12, soft: -6, medium: 0, loud: 4, 'x-loud': 8, default: 0 });
  if (label !== null) return label;
  if (text === 'silent') return absolute(silenceDb);
  const { sign, amount, unit } = readAmount(text, /(?:db|%)?/i) ?? {};
  if (amount === undefined) return null;
  if (unit === 'db') return relative(amount);
  // SSML 1.0 counts from 0 to 100, which is the default; Azure adds and subtracts percentages.
  const factor = amount / 100 + (sign === '' ? 0 : 1);
  const decibels = factor <= 0 ? silenceDb : 20 * Math.log10(factor);
  return sign === '' && unit === '' ? absolute(decibels) : relative(decibels);
}

/** `500ms`, `1.5s`, in milliseconds; null where it is no time. */
export function readTime(text: string): number | null {
  const { sign, amount, unit } = readAmount(text.trim(), /ms|s/i) ?? {};
  if (amount === undefined || sign === '-') return null;
  return unit === 's' ? amount * 1000 : amount;
}

/** What is written of silence: nothing of the text is heard. */
const silenceDb = -40;

interface Amount {
  readonly sign: string;
  /** With its sign. */
  readonly amount: number;
  /** In lower case. */
  readonly unit: string;
}

function readAmount(text: string, unitPattern: RegExp): Amount | null {
  const [, sign = '', digits, unit = ''] = /^([+-]?)(\d+\.?\d*|\.\d+)(.*)$/.exec(text) ?? [];
  const isUnit = unit.replace(unitPattern, '') === '' && (unit !== '' || unitPattern.test(''));
  if (digits === undefined || !isUnit) return null;
  return { sign, amount: Number(`${sign}${digits}`), unit: unit.toLowerCase() };
}

function labelled(text: string, labels: Readonly<Record<string, number>>): ProsodyReading | null {
  const value = Object.hasOwn(labels, text) ? labels[text] : undefined;
  return value === undefined ? null : absolute(value);
}

function absolute(value: number): ProsodyReading {
  return { value, isAbsolute: true, isApproximated: false };
}

function relative(value: number): ProsodyReading {
  return { value, isAbsolute: false, isApproximated: false };
}

function ifPositive(reading: ProsodyReading): ProsodyReading | null {
  return reading.value > 0 ? reading : null;
}

function semitones(factor: number): number {
  return 12 * Math.log2(factor);
}
