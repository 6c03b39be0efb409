import { createHash } from 'node:crypto';
import type { PlanItem, PlanUtterance } from '../script/lowering/plan.ts';

/** What items stand for besides themselves. */
export interface ItemIdentities {
  /** The same key is the same sound. */
  utterance(item: PlanUtterance): Promise<string>;
  /** Of what is in a sound file that the script names. */
  sound(file: string): Promise<string>;
}

/**
 * The same key is the same chapter, file by file: what is said and heard in it, and how it is written.
 *
 * @param making  all that the files depend on besides the items
 */
export async function chapterKey(
  items: readonly PlanItem[],
  making: unknown,
  identities: ItemIdentities,
): Promise<string> {
  const parts = await Promise.all(items.map((item) => itemKey(item, identities)));
  return hashOf([making, parts]);
}

/** @param value  of JSON */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

async function itemKey(item: PlanItem, identities: ItemIdentities): Promise<unknown> {
  switch (item.kind) {
    case 'pause':
      return item.durationMs;
    case 'sound':
      return [await identities.sound(item.file), item.gainDb, item.fadeMs];
    case 'utterance':
      return [await identities.utterance(item), item.text, item.isContinuation ?? false, item.speaker];
  }
}
