import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { createKokoroSynthesizer } from '../../../server/src/synthesis/engines/kokoro/kokoroSynthesizer.ts';
import { openKokoroFiles } from '../../../server/src/synthesis/engines/kokoro/kokoroFiles.ts';
import { createEnglishPhonemizer } from '../../../server/src/synthesis/phonemes/englishPhonemizer.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';
import { plainRequest } from '../../support/speechEngines.ts';

/** What one process said, and how it came to its provider. */
export interface Saying {
  readonly provider: ExecutionProvider;
  readonly sampleCount: number;
  readonly notes: readonly string[];
}

/** Speaks a text into a file of float32 samples; argv: provider, arithmetic, file, text. Prints a `Saying`. */
async function main([provider, arithmetic, file = '', text = '']: readonly string[]): Promise<void> {
  const { signal } = new AbortController();
  const notes: string[] = [];
  const model = await requireInstalledModel('kokoro-82m');
  const synthesizer = await createKokoroSynthesizer({
    model: model.id,
    ...(await openKokoroFiles(model, { arithmetic: arithmetic === 'float' ? 'float' : 'integer' }, signal)),
    phonemizers: [await createEnglishPhonemizer(path.resolve('dist/english.lexicon'), signal)],
    session: {
      provider: provider as ExecutionProvider,
      onFallback: ({ message }) => notes.push(message),
    },
  });
  const { samples } = await synthesizer.synthesize(plainRequest(text, 'af_heart'), signal);
  writeFileSync(file, samples);
  const saying: Saying = {
    provider: synthesizer.description.provider,
    sampleCount: samples.length,
    notes,
  };
  process.stdout.write(JSON.stringify(saying));
  await synthesizer.dispose();
}

await main(process.argv.slice(2));
