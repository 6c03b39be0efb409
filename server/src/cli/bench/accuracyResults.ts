import type { Detection } from '../../recognition/accuracy/accuracy.ts';
import { round } from '../format.ts';
import { measured, type BenchResult } from './benchResult.ts';
import type { MeasuredAccuracy } from './measureAccuracy.ts';

/** The figures of an accuracy, one a line; each in percent. */
export function accuracyResults({ recognizer, accuracy, ...measure }: MeasuredAccuracy): BenchResult[] {
  const { model } = recognizer;
  const percent = (name: string, share: number | null): BenchResult[] =>
    share === null ? [] : [measured(`${model} ${name}`, 100 * share, '%')];
  const { text, emotion, events } = accuracy;
  return [
    ...(measure.durationMs > 0
      ? [measured(`${model} manifest`, measure.elapsedMs / measure.durationMs, 'RTF')]
      : []),
    ...text.flatMap(({ language, unit, errorRate, identifiedShare }) => [
      ...percent(`${language} ${unit} error rate`, errorRate),
      ...percent(`${language} told by itself`, identifiedShare),
    ]),
    ...(emotion === null
      ? []
      : [
          ...percent('emotion unweighted average recall', emotion.unweightedRecall),
          ...percent('emotion weighted accuracy', emotion.accuracy),
          ...percent('emotion macro F1', emotion.macroF1),
          ...percent('emotion weighted F1', emotion.weightedF1),
          ...emotion.classes.flatMap((found) => percent(`emotion ${found.emotion} recall`, found.recall)),
        ]),
    ...events.flatMap((found) => [
      ...percent(`event ${found.event} precision`, found.precision),
      ...percent(`event ${found.event} recall`, found.recall),
      ...percent(`event ${found.event} F1`, found.f1),
    ]),
  ];
}

/** The same with the counts behind it, for a program. */
export function accuracyRecord({
  recognizer,
  accuracy,
  failed,
  ...measure
}: MeasuredAccuracy): Record<string, unknown> {
  const { engine, model, provider } = recognizer;
  const { text, emotion, events } = accuracy;
  return {
    engine,
    model,
    provider,
    fileCount: measure.fileCount,
    durationMs: round(measure.durationMs),
    elapsedMs: round(measure.elapsedMs),
    text: text.map((each) => ({
      ...each,
      errorRate: share(each.errorRate),
      identifiedShare: share(each.identifiedShare),
    })),
    emotion: emotion && {
      ...emotion,
      unweightedRecall: share(emotion.unweightedRecall),
      accuracy: share(emotion.accuracy),
      macroF1: share(emotion.macroF1),
      weightedF1: share(emotion.weightedF1),
      classes: emotion.classes.map(rounded),
    },
    events: events.map(rounded),
    failed: failed.map(({ file, code, message, hint }) => ({ file, error: { code, message, hint } })),
  };
}

function rounded<Found extends Detection>(found: Found): Found {
  return { ...found, precision: share(found.precision), recall: share(found.recall), f1: round(found.f1, 4) };
}

function share(value: number | null): number | null {
  return value === null ? null : round(value, 4);
}
