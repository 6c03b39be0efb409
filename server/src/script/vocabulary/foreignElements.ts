import { otherEvent, meantDirection } from './nearMisses.ts';

/**
 * Whether `<name>` is an element of SSML or of another tool that this language writes otherwise; nobody wants to hear it
 * read. What HTML has too, such as `<p>` and `<sub>` without an attribute, is left to who reads the text.
 */
export function isForeignElement(name: string): boolean {
  return (
    ssmlElements.has(name) ||
    vendorPrefix.test(name) ||
    otherEvent(name) !== undefined ||
    meantDirection(name) !== undefined
  );
}

const vendorPrefix = /^(?:amazon|mstts|google|ssml):/u;

const ssmlElements: ReadonlySet<string> = new Set([
  'audio',
  'break',
  'express-as',
  'lang',
  'mark',
  'phoneme',
  'prosody',
  'say-as',
  'speak',
  'sub',
  'voice',
]);
