import { previewCheck, previewChecked } from '../../../protocol/preview.ts';
import type { TakeCheck } from '../../../protocol/previewRow.ts';
import { hearWhole } from '../recognition/hearWhole.ts';
import { requestLanguage } from '../modelLibrary/requestLanguage.ts';
import { judgeTake } from '../text/judgeTake.ts';
import { createDocumentSources, readSpeechSteps } from './documentSources.ts';
import { createEars, type Ears } from './ears.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { leaseRecognition } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';

export function previewCheckHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  return [
    handle(previewCheck, async (params, signal) => {
      const { stream, rows, provider, takes, engine, priority = 'book', ...document } = params;
      const asking = { options: { provider, takes }, services, client };
      await using sources = createDocumentSources(document, asking, signal);
      const steps = await readSpeechSteps(document, { sources: sources.plan, services }, signal);
      const voices = await services.library.listVoices(signal);
      const chosen = { priority, ...(engine !== undefined && { engine }), ...(provider && { provider }) };
      await using ears = createEars((language) =>
        leaseRecognition({ choice: { ...chosen, language }, services, client }, signal),
      );
      const counts = { checkedCount: 0, knownCount: 0, doubtfulCount: 0, soundlessCount: 0, unheardCount: 0 };
      for (const row of rows === undefined ? steps.keys() : new Set(rows)) {
        const step = steps[row];
        if (step === undefined) continue;
        signal.throwIfAborted();
        // Where it was played it was in another voice.
        if (step.problem !== null) {
          counts.soundlessCount += 1;
          continue;
        }
        const take = {
          key: await sources.keyOf(step.request),
          text: step.request.text,
          language: requestLanguage(step.request, voices),
        };
        const { outcome, check } = await checkTake(take, { services, ears }, signal);
        counts[`${outcome}Count`] += 1;
        if (check === null) continue;
        if (check.isDoubtful) counts.doubtfulCount += 1;
        await client.notify(previewChecked, { stream, row, check });
      }
      return counts;
    }),
  ];
}

interface Take {
  readonly key: string;
  readonly text: string;
  /** As models name it. */
  readonly language: string;
}

async function checkTake(
  { key, text, language }: Take,
  { services: { soundCache }, ears }: { readonly services: SpeechServices; readonly ears: Ears },
  signal: AbortSignal,
): Promise<{
  readonly outcome: 'checked' | 'known' | 'soundless' | 'unheard';
  readonly check: TakeCheck | null;
}> {
  const known = await soundCache.check(key);
  if (known !== null) return { outcome: 'known', check: known };
  const speech = await soundCache.read(key);
  if (speech === null) return { outcome: 'soundless', check: null };
  const ear = await ears.of(language);
  if (ear === null) return { outcome: 'unheard', check: null };
  const { sampleRateHz } = speech.description;
  const chunks = speech.chunks.map(({ samples }) => samples);
  const { text: heard } = await hearWhole({ chunks, sampleRateHz }, ear, signal);
  const { model } = ear.recognizer.description;
  const check = { heard, ...judgeTake(text, heard, language), model };
  await soundCache.writeCheck(key, check);
  return { outcome: 'checked', check };
}
