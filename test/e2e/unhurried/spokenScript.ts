import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { WordTime } from '../../../protocol/synthesis.ts';
import { defaultVoice, engineAbilities } from '../../../server/src/modelLibrary/knownEngines.ts';
import type { Plan, PlanUtterance } from '../../../server/src/script/lowering/plan.ts';
import { toPlan } from '../../../server/src/script/lowering/toPlan.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import { openScriptSound } from '../../../server/src/scripts/openScriptSound.ts';
import { readScriptEnvironment } from '../../../server/src/scripts/readScriptEnvironment.ts';
import { speakMeasured } from '../../../server/src/synthesis/measuredSpeech.ts';
import { speakPlan } from '../../../server/src/synthesis/plan/speakPlan.ts';
import type { DroppedByVoice } from '../../../server/src/synthesis/plan/spokenPlan.ts';
import { trimSilence } from '../../support/trimSilence.ts';
import { useSpeechEngines, type SpeechEngines } from '../../support/useSpeechEngines.ts';
import { never } from '../../support/never.ts';

export const rateHz = 24_000;

/** What speaks scripts and hears them in the tests of a file, and a folder for them. */
export interface ScriptStage {
  readonly folder: string;
  /** Of a script in the folder. */
  readonly file: string;
  /** There when the first test begins. */
  readonly opened: SpeechEngines;
  /** @param at  where the script is; `file` else */
  readonly speakScript: (source: string, at?: string) => Promise<SpokenScript>;
}

export interface SpokenScript {
  readonly plan: Plan;
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
  readonly lines: readonly SpokenLine[];
  /** Of what each item of the plan sounds like, with the silence before it. */
  readonly itemMs: ReadonlyMap<number, number>;
  readonly dropped: readonly DroppedByVoice[];
}

interface SpokenLine {
  readonly utterance: PlanUtterance;
  readonly samples: Float32Array;
}

export function useScriptStage(): ScriptStage {
  const folder = mkdtempSync(path.join(tmpdir(), 'aloud-script-'));
  const file = path.join(folder, 'script.aloud');
  const opened = useSpeechEngines();
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const speakScript: ScriptStage['speakScript'] = async (source, at = file) => {
    const knowledge = {
      voices: [],
      abilities: engineAbilities(),
      defaultVoice,
      isKnownWord: () => true,
      refuseText: () => null,
    };
    const { script, environment } = await readScriptEnvironment({ file: at, source }, knowledge);
    const { frontMatter } = script;
    const plan = toPlan({ script, frontMatter, cast: resolveCast(frontMatter, environment.included) });
    const abilities = engineAbilities().get('kokoro');
    if (abilities === undefined) throw new Error('Kokoro can nothing.');
    const speech = await speakPlan(
      plan,
      {
        speak: (request, signal) =>
          Promise.resolve(speakMeasured({ synthesizer: opened.kokoro, loadMs: 0 }, request, signal)),
        abilities: () => abilities,
        openSound: (name, signal) => openScriptSound({ file: at, root: path.dirname(at) }, name, signal),
        voice: defaultVoice,
      },
      never,
    );
    const parts: number[] = [];
    const words: WordTime[] = [];
    const byItem = new Map<number, number[]>();
    for await (const chunk of speech.chunks) {
      for (const sample of chunk.samples) parts.push(sample);
      words.push(...chunk.words);
      const item = byItem.get(chunk.itemIndex) ?? [];
      for (const sample of chunk.samples) item.push(sample);
      byItem.set(chunk.itemIndex, item);
    }
    const lines = plan.items.flatMap((utterance, index) =>
      utterance.kind === 'utterance'
        ? [{ utterance, samples: trimSilence(Float32Array.from(byItem.get(index) ?? []), rateHz) }]
        : [],
    );
    const itemMs = new Map([...byItem].map(([index, { length }]) => [index, length / 24]));
    return { plan, samples: Float32Array.from(parts), words, lines, itemMs, dropped: speech.dropped };
  };

  return { folder, file, opened, speakScript };
}

export const cast = `---
cast:
  narrator: { voice: af_heart }
  MARA: { voice: bf_emma }
  TOM: { voice: am_michael }
---

`;
