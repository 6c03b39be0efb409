import { previewCheck, previewChecked, type TakeCheck } from '../../../protocol/preview.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { spokenLanguage } from '../recognition/spokenLanguage.ts';
import { voiceParts } from '../script/checking/voiceParts.ts';
import { chooseLanguage } from '../synthesis/chooseLanguage.ts';
import { createDocumentSources, keyOf, readSpeechSteps } from './documentSources.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { leaseRecognition } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createTakeListener, type TakeListener } from './takeListener.ts';

export function previewCheckHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  return [
    handle(previewCheck, async (params, signal) => {
      const { stream, rows, provider, engine, priority = 'book', ...document } = params;
      const asking = { options: { provider }, services, client };
      await using sources = createDocumentSources(document, asking, signal);
      const steps = await readSpeechSteps(document, { sources: sources.plan, services }, signal);
      const voices = await services.library.listVoices(signal);
      const chosen = { priority, ...(engine !== undefined && { engine }), ...(provider && { provider }) };
      await using listener = createTakeListener((language) =>
        leaseRecognition({ choice: { ...chosen, language }, services, client }, signal),
      );
      const counts = { checkedCount: 0, knownCount: 0, doubtfulCount: 0, soundlessCount: 0, unheardCount: 0 };
      for (const row of rows === undefined ? steps.keys() : new Set(rows)) {
        const step = steps[row];
        if (step === undefined) continue;
        signal.throwIfAborted();
        const take = {
          key: keyOf(step.request, services, provider),
          text: step.request.text,
          language: languageOf(step.request, voices),
        };
        const { outcome, check } = await checkTake(take, { services, listener }, signal);
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
  {
    services: { soundCache },
    listener,
  }: { readonly services: SpeechServices; readonly listener: TakeListener },
  signal: AbortSignal,
): Promise<{
  readonly outcome: 'checked' | 'known' | 'soundless' | 'unheard';
  readonly check: TakeCheck | null;
}> {
  const known = await soundCache.check(key);
  if (known !== null) return { outcome: 'known', check: known };
  const speech = await soundCache.read(key);
  if (speech === null) return { outcome: 'soundless', check: null };
  const check = await listener.listen(speech, { text, language }, signal);
  if (check === null) return { outcome: 'unheard', check };
  await soundCache.writeCheck(key, check);
  return { outcome: 'checked', check };
}

/** Of a blend, that of its first voice. */
function languageOf({ text, voice, language }: SynthesisRequest, voices: readonly Voice[]): string {
  const [first] = voiceParts(voice);
  const voiceLanguage = voices.find(({ id }) => id === first?.id)?.language ?? 'en';
  return spokenLanguage(
    chooseLanguage({ text, voiceLanguage, ...(language !== undefined && { requested: language }) }),
  );
}
