import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { never } from '../../support/never.ts';
import { openToy, type ToyGraph } from '../../support/senseVoiceToy.ts';
import { readToyClips, readToyWav } from '../../support/toyClips.ts';
import type { Hearing } from './recognizeMain.ts';

/** Hears the clips of the toy language as graphics cards do; argv: provider, graph. Prints a `Hearing`. */
async function main([provider, graph]: readonly string[]): Promise<void> {
  const notes: string[] = [];
  const recognizer = await openToy(graph as ToyGraph, {
    weights: 'float',
    session: {
      provider: provider as ExecutionProvider,
      onFallback: ({ message }) => notes.push(message),
    },
  });
  const texts: string[] = [];
  for (const { wav } of readToyClips()) {
    texts.push((await recognizer.recognize(readToyWav(wav), {}, never)).text);
  }
  const hearing: Hearing = { provider: recognizer.description.provider, texts, notes };
  process.stdout.write(JSON.stringify(hearing));
  await recognizer.dispose();
}

await main(process.argv.slice(2));
