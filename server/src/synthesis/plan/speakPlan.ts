import { SpeechError } from '../../../../protocol/errors.ts';
import type { SynthesisSummary } from '../../../../protocol/synthesis.ts';
import type { Plan } from '../../script/lowering/plan.ts';
import { createPlanTimeline, type PlanTimeline } from './planTimeline.ts';
import { toPlanSteps, type PlanStep } from './planSteps.ts';
import { readAhead } from './readAhead.ts';
import { readSound } from './readSound.ts';
import { speakStep } from './speakStep.ts';
import type { PlanChunk, PlanSources, SpokenPlan } from './spokenPlan.ts';
import { summarize } from './summarize.ts';

/** Of what is spoken; voices and sounds with another rate are converted. */
const planSampleRateHz = 24_000;

/**
 * Speaks a plan: its voices one after the other, pauses as long as they are asked, sounds between them. Every voice is
 * known and every sound is opened before the first word; of the speech, no more than the next two units is made before
 * a chunk is taken.
 *
 * @param signal  an abort rejects with its reason at once, also while a unit is being made
 * @throws SpeechError invalidInput where the plan has nothing to hear, and what the sources throw
 */
export async function speakPlan(
  plan: Pick<Plan, 'items'>,
  sources: PlanSources,
  signal: AbortSignal,
): Promise<SpokenPlan> {
  signal.throwIfAborted();
  const { steps, dropped } = await toPlanSteps(plan, sources, signal);
  if (!steps.some(({ kind }) => kind !== 'pause')) throw nothingToHear();
  const summaries: SynthesisSummary[] = [];
  const timeline = createPlanTimeline(planSampleRateHz);
  const context = { sources, timeline, onSpoken: (summary: SynthesisSummary) => summaries.push(summary) };
  return {
    sampleRateHz: planSampleRateHz,
    chunks: readAhead((either) => runSteps(steps, context, either), signal),
    dropped,
    summary: () => summarize(summaries, { sampleRateHz: planSampleRateHz, durationMs: timeline.endMs() }),
  };
}

interface RunContext {
  readonly sources: PlanSources;
  readonly timeline: PlanTimeline;
  readonly onSpoken: (summary: SynthesisSummary) => void;
}

async function* runSteps(
  steps: readonly PlanStep[],
  { sources, timeline, onSpoken }: RunContext,
  signal: AbortSignal,
): AsyncGenerator<PlanChunk, void, undefined> {
  for (const step of steps) {
    signal.throwIfAborted();
    switch (step.kind) {
      case 'pause':
        timeline.pause(step.pause);
        break;
      case 'sound':
        for await (const samples of readSound(step, planSampleRateHz, signal)) {
          yield timeline.placeSound(step, samples);
        }
        timeline.endSound();
        break;
      case 'speech': {
        const speech = await sources.speak(step.request, signal);
        yield* speakStep(step, { speech, timeline, sampleRateHz: planSampleRateHz }, signal);
        onSpoken(speech.summary());
        break;
      }
    }
  }
  const rest = timeline.end();
  if (rest !== null) yield rest;
}

function nothingToHear(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The script has nothing to say: it holds no word and no sound.',
    hint: 'Write at least one line outside of comments and front matter.',
  });
}
