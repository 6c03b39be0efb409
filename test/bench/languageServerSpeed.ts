import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { percentile } from '../load/loadStatistics.ts';
import { longScript } from '../script/support/longScript.ts';
import { withoutPeer, type BenchResult } from './benchResult.ts';

export interface LanguageServerBench {
  /** The built command line. */
  readonly cliPath: string;
  readonly keystrokeCount: number;
}

/** What somebody who types in a script as long as a book waits for: `aloud lsp --stdio`, from message to message. */
export async function measureLanguageServer({
  cliPath,
  keystrokeCount,
}: LanguageServerBench): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const { name, characters } of sizes) {
    await using editor = await startEditor(cliPath);
    const openMs = await editor.open(longScript(characters));
    const times = await type(editor, keystrokeCount);
    const p95 = (what: string, values: readonly number[]): BenchResult =>
      withoutPeer(`LSP, ${name}: ${what}, p95`, percentile(values, 0.95), 'ms');
    results.push(
      withoutPeer(`LSP, ${name}: opened to diagnostics`, openMs, 'ms'),
      p95('keystroke to diagnostics', times.diagnosticsMs),
      p95('completion', times.completionMs),
      p95('completion right after a keystroke', times.typedCompletionMs),
      p95('hover', times.hoverMs),
      p95('outline', times.outlineMs),
    );
  }
  return results;
}

const sizes = [
  { name: '100 kB', characters: 100_000 },
  { name: '1 MB', characters: 1_000_000 },
  { name: '7 MB', characters: 7_000_000 },
];

interface Editor extends AsyncDisposable {
  readonly rpc: MessageConnection;
  /** @returns how long it took until the diagnostics came */
  open(text: string): Promise<number>;
  /** The text as it is now. */
  text(): TextDocument;
  /** Types a character. @returns resolves with the time until the diagnostics of this version came */
  type(offset: number, character: string): Promise<number>;
}

const uri = 'untitled:long.aloud';

async function startEditor(cliPath: string): Promise<Editor> {
  const server = spawn(process.execPath, [cliPath, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const rpc = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const waiting = new Map<number, () => void>();
  rpc.onNotification('textDocument/publishDiagnostics', ({ version = 0 }: PublishDiagnosticsParams) => {
    waiting.get(version)?.();
  });
  rpc.listen();
  await rpc.sendRequest('initialize', { processId: process.pid, capabilities: {} });
  const diagnosed = async (version: number, send: () => Promise<void>): Promise<number> => {
    const startMs = performance.now();
    const told = new Promise<void>((resolve) => waiting.set(version, resolve));
    await send();
    await told;
    waiting.delete(version);
    return performance.now() - startMs;
  };
  let document = TextDocument.create(uri, 'aloud', 0, '');
  return {
    rpc,
    text: () => document,
    open(text) {
      document = TextDocument.create(uri, 'aloud', 1, text);
      const textDocument = { uri, languageId: 'aloud', version: 1, text };
      return diagnosed(1, () => rpc.sendNotification('textDocument/didOpen', { textDocument }));
    },
    type(offset, text) {
      const position = document.positionAt(offset);
      const version = document.version + 1;
      const change = { range: { start: position, end: position }, text };
      document = TextDocument.update(document, [change], version);
      return diagnosed(version, () =>
        rpc.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [change],
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      await rpc.sendRequest('shutdown');
      await rpc.sendNotification('exit');
      rpc.dispose();
    },
  };
}

interface TypingTimes {
  readonly diagnosticsMs: number[];
  readonly completionMs: number[];
  readonly typedCompletionMs: number[];
  readonly hoverMs: number[];
  readonly outlineMs: number[];
}

/** Types at places all over the script, after the end of a paragraph's first line, and asks there. */
async function type(editor: Editor, keystrokeCount: number): Promise<TypingTimes> {
  const times: TypingTimes = {
    diagnosticsMs: [],
    completionMs: [],
    typedCompletionMs: [],
    hoverMs: [],
    outlineMs: [],
  };
  const textDocument = { uri };
  const ask = async (method: string, params: object): Promise<number> => {
    const startMs = performance.now();
    await editor.rpc.sendRequest(method, { textDocument, ...params });
    return performance.now() - startMs;
  };
  for (let index = 0; index < keystrokeCount; index++) {
    const source = editor.text().getText();
    const place = Math.floor((source.length * (index + 0.5)) / keystrokeCount);
    const offset = source.indexOf('\n\n', place) === -1 ? source.length : source.indexOf('\n\n', place);
    times.diagnosticsMs.push(await editor.type(offset, ' '));
    // As fast as people type.
    await delay(20);
    const typed = editor.type(offset + 1, '[');
    const position = editor.text().positionAt(offset + 2);
    times.typedCompletionMs.push(await ask('textDocument/completion', { position }));
    times.diagnosticsMs.push(await typed);
    await delay(20);
    times.completionMs.push(await ask('textDocument/completion', { position }));
    times.hoverMs.push(await ask('textDocument/hover', { position: editor.text().positionAt(place) }));
    if (index % 10 === 0) times.outlineMs.push(await ask('textDocument/documentSymbol', {}));
  }
  return times;
}
