import { narratorName } from '../../frontMatter/frontMatter.ts';
import type { DraftBlock, DraftInline, ScriptDraft } from '../draft/draft.ts';

/**
 * A document that one voice speaks, as Azure's and many others begin with `<voice name="...">`: it is the narrator's,
 * named once in the cast instead of around every paragraph.
 */
export function castOnlyVoice(draft: ScriptDraft): ScriptDraft {
  const voices = new Set(draft.blocks.flatMap(voicesOf));
  const [voice] = voices;
  if (voices.size !== 1 || typeof voice !== 'string' || draft.cast.size > 0) return draft;
  return {
    ...draft,
    cast: new Map([[narratorName, { voice }]]),
    blocks: draft.blocks.map((block) =>
      'content' in block ? { ...block, content: block.content.map(withoutVoice) } : block,
    ),
  };
}

/** The voices of all that is heard in a block; null is the voice of whoever asks. */
function voicesOf(block: DraftBlock): readonly (string | null)[] {
  if (!('content' in block)) return [];
  if (block.kind === 'paragraph' && block.speaker !== null) return [null];
  return block.content
    .filter(isHeard)
    .map((node) => (node.kind === 'span' ? (node.attributes.voice ?? null) : null));
}

/** A pause or a sound has no voice. */
function isHeard(node: DraftInline): boolean {
  if (node.kind === 'span') return node.children.some(isHeard);
  return node.kind === 'text' ? node.text.trim() !== '' : !/^\[(?:pause|sound|mark)\b/.test(node.tag);
}

function withoutVoice(node: DraftInline): DraftInline {
  if (node.kind !== 'span') return node;
  const others = Object.entries(node.attributes).filter(([name]) => name !== 'voice');
  return { ...node, attributes: Object.fromEntries(others) };
}
