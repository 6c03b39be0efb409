import type { ScriptDocument } from '../../server/src/script/scriptDocument.ts';
import { codeActions } from '../../server/src/script/features/codeActions/codeActions.ts';
import { codeLenses, resolveCodeLens } from '../../server/src/script/features/codeLenses.ts';
import { complete } from '../../server/src/script/features/completion/complete.ts';
import { hover } from '../../server/src/script/features/hover.ts';
import { inlayHints } from '../../server/src/script/features/inlayHints.ts';
import { semanticTokens } from '../../server/src/script/features/semanticTokens.ts';
import { percentile } from '../load/loadStatistics.ts';
import { longScript } from '../script/support/longScript.ts';
import { scriptDocumentOf } from '../script/support/scriptDocumentOf.ts';
import { timeMs, withoutPeer, type BenchResult } from './benchResult.ts';

/** What an editor asks of a script as long as a book, at places all over it. */
export function measureScriptFeatureSpeed(): BenchResult[] {
  const source = longScript(1_000_000);
  const document = scriptDocumentOf(source);
  const at = (name: string, ask: (document: ScriptDocument, offset: number) => unknown): BenchResult =>
    withoutPeer(`${name} in a script of 1 MB, p95`, p95(document, ask), 'ms');
  const typed = (text: string) => {
    const offset = Math.floor(source.length / 2);
    const lineEnd = source.indexOf('\n', offset);
    const longer = source.slice(0, lineEnd) + text + source.slice(lineEnd);
    const typedDocument = scriptDocumentOf(longer);
    return p95(typedDocument, (script) =>
      complete(script, lineEnd + text.length, { hasSnippets: true, soundFiles: () => [] }),
    );
  };
  return [
    at('Completion anywhere', (script, offset) =>
      complete(script, offset, { hasSnippets: true, soundFiles: () => [] }),
    ),
    withoutPeer('Completion of a tag in a script of 1 MB, p95', typed(' ['), 'ms'),
    withoutPeer('Completion of a voice in a script of 1 MB, p95', typed(' <say voice="'), 'ms'),
    at('Hover', hover),
    at('Inlay hints of 4 kB', (script, offset) =>
      inlayHints(script, { startOffset: offset, endOffset: offset + 4000 }),
    ),
    at('Semantic tokens of 4 kB', (script, offset) =>
      semanticTokens(script, { startOffset: offset, endOffset: offset + 4000 }),
    ),
    at('Code actions', (script, offset) =>
      codeActions(script, { startOffset: offset, endOffset: offset + 5 }, { diagnostics: [], only: null }),
    ),
    withoutPeer(
      'All semantic tokens of a script of 1 MB',
      timeMs(() => semanticTokens(document)),
      'ms',
    ),
    withoutPeer(
      'All code lenses of a script of 1 MB',
      timeMs(() => {
        for (const lens of codeLenses(document, { hasLines: true })) resolveCodeLens(document, lens);
      }),
      'ms',
    ),
  ];
}

const placeCount = 400;

function p95(document: ScriptDocument, ask: (document: ScriptDocument, offset: number) => unknown): number {
  const times = Array.from({ length: placeCount }, (_, index) => {
    const offset = Math.floor(((index * 0.618) % 1) * document.script.source.length);
    return timeMs(() => ask(document, offset));
  });
  return percentile(times, 0.95);
}
