import { readFileSync } from 'node:fs';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { moonshineEngine } from '../../../server/src/recognition/engines/moonshine/moonshineEngine.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';

/** What one process heard, and how it came to its provider. */
export interface Hearing {
  readonly provider: ExecutionProvider;
  readonly texts: readonly string[];
  readonly notes: readonly string[];
}

/** Recognizes 16 kHz float32 files; argv: provider, files. Prints a `Hearing`. */
async function main([provider, ...files]: readonly string[]): Promise<void> {
  const notes: string[] = [];
  const recognizer = await moonshineEngine.open(await requireInstalledModel(moonshineEngine.model), {
    provider: provider as ExecutionProvider,
    onFallback: ({ message }) => notes.push(message),
  });
  const texts: string[] = [];
  for (const file of files) {
    const { buffer } = Uint8Array.from(readFileSync(file));
    const { signal } = new AbortController();
    texts.push((await recognizer.recognize(new Float32Array(buffer), {}, signal)).text);
  }
  const hearing: Hearing = { provider: recognizer.description.provider, texts, notes };
  process.stdout.write(JSON.stringify(hearing));
  await recognizer.dispose();
}

await main(process.argv.slice(2));
