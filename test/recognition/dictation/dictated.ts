import type {
  DictationEvent,
  DictationFinal,
  DictationOptions,
  DictationPartial,
} from '../../../protocol/dictation.ts';
import { dictate } from '../../../server/src/recognition/dictation/dictate.ts';
import { createFakeVoiceActivity } from '../fakeVoiceActivity.ts';
import { createSimulatedTime } from '../../support/simulatedTime.ts';
import { type FakeRecognizer } from './fakeRecognizer.ts';
import { recording, type Part } from './recording.ts';
import { never } from '../../support/never.ts';

interface Take {
  readonly parts: readonly Part[];
  readonly recognizer: FakeRecognizer;
  /** How long a call of the recognizer takes. */
  readonly takesMs?: (sound: Float32Array) => number;
  readonly options?: DictationOptions;
  readonly chunkSamples?: number;
}

interface Told {
  readonly event: DictationEvent;
  readonly atMs: number;
}

/** Dictates in simulated real time. */
export async function dictated({
  parts,
  recognizer,
  takesMs = () => 50,
  options = {},
  chunkSamples,
}: Take): Promise<Told[]> {
  const time = createSimulatedTime(chunkSamples);
  const tools = {
    recognizer: time.timed(recognizer, takesMs),
    voiceActivity: time.untimed(createFakeVoiceActivity()),
    options,
    clock: time.clock,
  };
  const told: Told[] = [];
  for await (const event of dictate(time.microphone(recording(...parts)), tools, never)) {
    told.push({ event, atMs: time.clock.now() });
  }
  return told;
}

export function kinds(told: readonly Told[]): string {
  return told.map(({ event }) => event.kind).join(' ');
}

export function partials(told: readonly Told[]): DictationPartial[] {
  return told.flatMap(({ event }) => (event.kind === 'partial' ? [event] : []));
}

export function finals(told: readonly Told[]): DictationFinal[] {
  return told.flatMap(({ event }) => (event.kind === 'final' ? [event] : []));
}
