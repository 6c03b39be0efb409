import type { SynthesisRequest } from '../../../../protocol/synthesis.ts';
import type { AudioFile } from '../../audioFiles/openAudioFile.ts';
import type { Plan, PlanPause, PlanSound, PlanUtterance } from '../../script/lowering/plan.ts';
import { toSynthesisRequest } from '../../script/lowering/toSynthesisRequest.ts';
import type { DroppedByVoice, PlanSources } from './spokenPlan.ts';

/** What is done, one after the other. */
export type PlanStep = SpeechStep | SoundStep | PauseStep;

export interface SpeechStep {
  readonly kind: 'speech';
  readonly itemIndex: number;
  readonly utterance: PlanUtterance;
  readonly request: SynthesisRequest;
  /** Until what is heard next; null where no pause was set. */
  readonly pauseAfterMs: number | null;
}

export interface SoundStep {
  readonly kind: 'sound';
  readonly itemIndex: number;
  readonly sound: PlanSound;
  readonly file: AudioFile;
}

export interface PauseStep {
  readonly kind: 'pause';
  readonly itemIndex: number;
  readonly pause: PlanPause;
}

export interface PlanSteps {
  readonly steps: readonly PlanStep[];
  readonly dropped: readonly DroppedByVoice[];
}

/** Asks each voice what it can do, and opens each sound; utterances of which nothing can be heard are left out. */
export async function toPlanSteps(
  plan: Pick<Plan, 'items'>,
  sources: PlanSources,
  signal: AbortSignal,
): Promise<PlanSteps> {
  const dropped = new Map<string, DroppedByVoice>();
  const files = new Map<string, AudioFile>();
  const steps: PlanStep[] = [];
  for (const [itemIndex, item] of plan.items.entries()) {
    switch (item.kind) {
      case 'pause':
        steps.push({ kind: 'pause', itemIndex, pause: item });
        break;
      case 'sound': {
        const file = files.get(item.file) ?? (await sources.openSound(item.file, signal));
        files.set(item.file, file);
        steps.push({ kind: 'sound', itemIndex, sound: item, file });
        break;
      }
      case 'utterance': {
        const voice = item.voice ?? sources.voice;
        const lowered = toSynthesisRequest(item, { voice, abilities: sources.abilities(voice) });
        for (const drop of lowered.dropped) {
          const key = `${drop.ability} ${voice}`;
          if (!dropped.has(key)) dropped.set(key, { ...drop, voice });
        }
        const { request } = lowered;
        if (!isHeard(request)) break;
        const pauseAfterMs = pauseAfter(plan, itemIndex);
        steps.push({ kind: 'speech', itemIndex, utterance: item, request, pauseAfterMs });
        break;
      }
    }
  }
  return { steps, dropped: [...dropped.values()] };
}

function isHeard({ text, events }: SynthesisRequest): boolean {
  return /[\p{L}\p{N}]/u.test(text) || events !== undefined;
}

function pauseAfter({ items }: Pick<Plan, 'items'>, itemIndex: number): number | null {
  const next = items[itemIndex + 1];
  return next?.kind === 'pause' ? next.durationMs : null;
}
