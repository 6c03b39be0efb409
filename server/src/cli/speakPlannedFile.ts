import { speakPlan } from '../synthesis/plan/speakPlan.ts';
import type { CommandContext } from './command.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { modelsOf, openPlannedFile, soundsOf, sourcesOf, type PlannedFile } from './plannedFile.ts';
import { offerMissingModels } from './pullModel.ts';
import { createTally, reportSpeech } from './speechReport.ts';
import { openSink } from './speechSink.ts';

/**
 * Speaks a script with the voices of its cast, or Markdown without its markup. What is wrong with a script is told and
 * does not keep the rest from being spoken; what a voice cannot do is left out and told.
 *
 * @throws SpeechError as `openPlannedFile`
 */
export async function speakPlannedFile(spoken: PlannedFile, context: CommandContext): Promise<ExitCode> {
  const { file, source, options } = spoken;
  const { output, signal } = context;
  const { plan, unknown, root, rangeOf } = await openPlannedFile(spoken, context);
  const playOrWrite = await openSink({ out: options.out, sources: [file, ...soundsOf(plan, file)] }, context);
  await offerMissingModels(context, modelsOf(plan, spoken, context));
  const speech = await speakPlan(plan, sourcesOf({ ...spoken, root }, context), signal);
  const progress = output.progress(options.out ?? 'speaking', 'characters');
  const tally = createTally(output.isJson, ({ endOffset }) => {
    progress.update(endOffset, source.length);
  });
  try {
    await playOrWrite(tally.watch(speech.chunks), speech.sampleRateHz);
  } finally {
    progress.end();
  }
  for (const drop of speech.dropped) output.note(`${file}: ${drop.message}`);
  const { out, voice } = options;
  const told = {
    dropped: speech.dropped.map(({ source: place, ability, voice: asked, message }) => ({
      ability,
      voice: asked,
      message,
      range: place === null ? null : rangeOf(place),
    })),
    replaced: unknown.map(({ source: place, voice: named, message }) => ({
      voice: named,
      message,
      range: rangeOf(place),
    })),
  };
  reportSpeech({ out, voice, summary: speech.summary(), words: tally.words, ...told }, context);
  return exitCodes.ok;
}
