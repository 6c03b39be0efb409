import { isSpeechError } from '../../../protocol/errors.ts';
import type { Infer } from '../../../protocol/message.ts';
import { previewPlan, previewProgress, previewRender } from '../../../protocol/preview.ts';
import { rowErrorCodes, type PreviewRow } from '../../../protocol/previewRow.ts';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { estimateDurationMs } from '../script/lowering/estimateDurationMs.ts';
import type { SpeechOutline } from '../soundCache/keptSpeech.ts';
import { outlineOf } from '../soundCache/speechFile.ts';
import type { SpeechStep } from '../synthesis/plan/planSteps.ts';
import type { PlanSources } from '../synthesis/plan/spokenPlan.ts';
import { untilAborted } from '../cancellation/untilAborted.ts';
import { createDocumentSources, readSpeechSteps, type DocumentStep } from './documentSources.ts';
import { handle, type Client, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function previewHandlers(services: SpeechServices, client: Client): readonly Handler[] {
  const { soundCache } = services;

  /** What was heard in a sound. */
  const readTakes = async (key: string): Promise<Pick<PreviewRow, 'check' | 'takes'>> => ({
    check: await soundCache.check(key),
    takes: (await soundCache.outline(key))?.takes ?? null,
  });

  return [
    handle(previewPlan, async ({ provider, takes, ...document }, signal) => {
      const asking = { options: { provider, takes }, services, client };
      // Nothing is loaded for it.
      await using sources = createDocumentSources(document, asking, signal);
      const steps = await readSpeechSteps(document, { sources: sources.plan, services }, signal);
      const rows: PreviewRow[] = [];
      for (const step of steps) {
        signal.throwIfAborted();
        const key = await sources.keyOf(step.request);
        const outline = await soundCache.outline(key);
        const kept = outline === null ? null : toKept(outline).kept;
        rows.push({ ...describe(step), key, kept, ...(await readTakes(key)) });
      }
      return { rows };
    }),

    handle(previewRender, async (params, signal) => {
      const { stream, rows, provider, priority = 'preview', takes, ...document } = params;
      const asking = { options: { provider, priority, takes }, services, client };
      await using sources = createDocumentSources(document, asking, signal);
      const steps = await readSpeechSteps(document, { sources: sources.plan, services }, signal);
      const counts = { synthesizedCount: 0, keptCount: 0, failedCount: 0 };
      const tell = (row: number, progress: RowProgress): Promise<void> =>
        client.notify(previewProgress, { stream, row, progress });
      for (const row of rows === undefined ? steps.keys() : new Set(rows)) {
        const step = steps[row];
        if (step === undefined) continue;
        signal.throwIfAborted();
        const key = await sources.keyOf(step.request);
        if (step.problem !== null) {
          counts.failedCount += 1;
          await tell(row, { state: 'failed', code: 'unknownVoice', ...step.problem, data: {} });
          continue;
        }
        const known = await soundCache.outline(key);
        if (known === null) await tell(row, { state: 'rendering' });
        const made = known === null ? await render(step, sources.plan, signal) : toKept(known);
        const progress = made.state === 'kept' ? { ...made, ...(await readTakes(key)) } : made;
        if (progress.state === 'failed') counts.failedCount += 1;
        else if (known === null) counts.synthesizedCount += 1;
        else counts.keptCount += 1;
        await tell(row, progress);
      }
      return counts;
    }),
  ];
}

type RowProgress = Infer<typeof previewProgress.params>['progress'];

type RenderedRow =
  | { readonly state: 'kept'; readonly kept: { readonly durationMs: number; readonly peaks: number[] } }
  | Extract<RowProgress, { state: 'failed' }>;

function describe({
  utterance,
  request,
  problem,
}: DocumentStep): Omit<PreviewRow, 'key' | 'kept' | 'check' | 'takes'> {
  const { speaker, text, source, sourceMap } = utterance;
  return {
    speaker,
    voice: request.voice,
    text,
    problem,
    source: { startOffset: source.startOffset, endOffset: source.endOffset },
    sourceMap: [...sourceMap],
    estimatedMs: estimateDurationMs(utterance),
  };
}

/** The sources keep what they speak. */
async function render(
  { request }: SpeechStep,
  sources: PlanSources,
  signal: AbortSignal,
): Promise<RenderedRow> {
  try {
    return toKept(outlineOf(await untilAborted(speakWhole(request, sources, signal), signal)));
  } catch (error) {
    signal.throwIfAborted();
    const code = isSpeechError(error) ? rowErrorCodes.find((known) => known === error.code) : undefined;
    if (!isSpeechError(error) || code === undefined) throw error;
    const { message, hint, data } = error;
    return { state: 'failed', line: null, code, message, hint, data: { ...data } };
  }
}

async function speakWhole(
  request: SpeechStep['request'],
  sources: PlanSources,
  signal: AbortSignal,
): Promise<SynthesisChunk[]> {
  const speech = await sources.speak(request, signal);
  const chunks: SynthesisChunk[] = [];
  for await (const chunk of speech.chunks) chunks.push(chunk);
  return chunks;
}

function toKept({ durationMs, peaks }: SpeechOutline): Extract<RenderedRow, { state: 'kept' }> {
  return { state: 'kept', kept: { durationMs, peaks: [...peaks] } };
}
