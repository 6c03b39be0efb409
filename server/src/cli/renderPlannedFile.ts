import { stat } from 'node:fs/promises';
import path from 'node:path';
import { soundKey, speakKept, type SoundOrigin } from '../access/keptSound.ts';
import { renderBook, type RenderedBook } from '../book/renderBook.ts';
import { epubFormat } from '../book/epub/epubFormat.ts';
import { m4bFormat } from '../book/m4bFormat.ts';
import { chapterFormats, type ChapterFormat } from '../book/renderChapter.ts';
import { splitChapters, type BookChapter } from '../book/splitChapters.ts';
import type { WholeFormat } from '../book/wholeFormat.ts';
import { voiceLanguage } from '../modelLibrary/requestLanguage.ts';
import type { Plan } from '../script/lowering/plan.ts';
import { sha256OfFile } from '../models/verify.ts';
import { findProgram } from '../system/findProgram.ts';
import type { PlanSources } from '../synthesis/plan/spokenPlan.ts';
import type { CommandContext } from './command.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { UsageError } from './failure.ts';
import { formatDuration, round } from './format.ts';
import { modelsOf, openPlannedFile, requestOf, sourcesOf, type PlannedFile } from './plannedFile.ts';
import { offerMissingModels } from './pullModel.ts';
import type { BookFormat, RenderOptions } from './renderOptions.ts';
import { createSpeakingChoice, type ChooseSpeaking } from './speakingChoice.ts';

export interface RenderedFile extends PlannedFile {
  readonly options: RenderOptions;
}

/**
 * Makes the book that a script or a Markdown file is.
 *
 * @throws UsageError where the folder is a file, or the file has nothing to say; SpeechError as `openPlannedFile` and
 *         `renderBook`
 */
export async function renderPlannedFile(rendered: RenderedFile, context: CommandContext): Promise<ExitCode> {
  const { file, source, options } = rendered;
  const { output, services, signal } = context;
  const { plan, root, rangeOf } = await openPlannedFile(rendered, context);
  const title = plan.title ?? path.parse(file).name;
  const chapters = splitChapters(plan, title);
  if (chapters.length === 0) throw nothingToSay(file);
  const scenes = scenesOfOneChapter(plan);
  if (scenes > 1) {
    output.note(
      `${file}: its ${scenes} headings with ## are scenes of one chapter, and of one file: a chapter begins with one #.`,
    );
  }
  await requireFolder(options.out);
  const wholes = await wholesOf(rendered, context);
  const plain = sourcesOf({ ...rendered, root }, context);
  await requireSounds(chapters, plain, signal);
  await offerMissingModels(context, modelsOf(plan, rendered, context));

  const choiceFor = createSpeakingChoice(options, context);
  const asked = { rendered, choiceFor, context };
  let spokenCount = 0;
  const sources: PlanSources = {
    ...plain,
    async speak(request, speechSignal) {
      const key = soundKey(request, await originOf(request, asked));
      return speakKept({ cache: services.soundCache, key, text: request.text }, () => {
        spokenCount += 1;
        return plain.speak(request, speechSignal);
      });
    },
  };
  const progress = output.progress(options.out, 'characters');
  const { author, language } = plan;
  try {
    const book = await renderBook(
      { script: path.basename(file), title, author, language, chapters },
      {
        folder: options.out,
        formats: chapterFormatsOf(options.format, wholes),
        wholes,
        source,
        again: options.again,
        madeBy: `Aloud ${context.version}`,
        sources,
        identities: {
          async utterance(item) {
            const request = requestOf(item, options.voice, context);
            return soundKey(request, await originOf(request, asked));
          },
          sound: async (name) => sha256OfFile((await plain.openSound(name, signal)).path, signal),
        },
        onWait(processId) {
          const who = processId === null ? '' : ` (${processId})`;
          output.note(`Another process${who} makes a book in ${options.out}; waiting until it has ended.`);
        },
        onChapter({ title: chapter }, index) {
          progress.relabel(`${index + 1}/${chapters.length} ${chapter}`);
        },
        onWhole(name) {
          progress.relabel(name);
          progress.update(source.length, source.length);
        },
        onProgress: (endOffset) => {
          progress.update(endOffset, source.length);
        },
      },
      signal,
    );
    for (const drop of book.dropped) output.note(`${file}: ${drop.message}`);
    const dropped = book.dropped.map(({ source: place, ability, voice, message }) => ({
      ability,
      voice,
      message,
      range: place === null ? null : rangeOf(place),
    }));
    report({ out: options.out, book, spokenCount, dropped }, context);
  } finally {
    progress.end();
  }
  return exitCodes.ok;
}

interface Asked {
  readonly rendered: RenderedFile;
  readonly choiceFor: ChooseSpeaking;
  readonly context: CommandContext;
}

async function originOf(
  request: Parameters<ChooseSpeaking>[0],
  { choiceFor, context: { services, version } }: Asked,
): Promise<SoundOrigin> {
  const { provider, takes } = await choiceFor(request);
  return {
    version,
    models: services.soundSources(request.voice),
    provider,
    takes: takes === undefined ? null : { count: takes.count, ear: takes.engine },
  };
}

async function wholesOf({ options }: RenderedFile, context: CommandContext): Promise<readonly WholeFormat[]> {
  const { format: formats, voice, language } = options;
  const wholes: WholeFormat[] = [];
  if (formats.includes('m4b')) {
    const isWavOnly = formats.includes('wav') && !formats.includes('flac');
    wholes.push(m4bFormat(await requireFfmpeg(context), isWavOnly ? 'wav' : 'flac'));
  }
  if (formats.includes('epub')) {
    const voices = await context.services.listVoices(context.signal);
    const spoken = language ?? voiceLanguage(voice, voices);
    wholes.push(epubFormat(spoken ?? unknownLanguage));
  }
  return wholes;
}

/** Source: BCP 47, "und". */
const unknownLanguage = 'und';

/** What was asked for, and what is put together, which is written first. */
function chapterFormatsOf(
  formats: readonly BookFormat[],
  wholes: readonly WholeFormat[],
): readonly ChapterFormat[] {
  const wanted = new Set<string>([...formats, ...wholes.flatMap((whole) => whole.chapterFormats)]);
  return chapterFormats.filter((format) => wanted.has(format));
}

async function requireFfmpeg({ env }: CommandContext): Promise<string> {
  const program = await findProgram('ffmpeg', env['PATH'] ?? '');
  if (program !== null) return program;
  throw new UsageError(
    'M4B files are put together by ffmpeg, which is not on this machine.',
    'Install it, so that `ffmpeg -version` works, or leave m4b out: --format mp3',
  );
}

async function requireFolder(folder: string): Promise<void> {
  if (folder === '') throw new UsageError('The folder of the book has no name.', 'Name one, such as book.');
  const found = await stat(folder).catch(() => null);
  if (found === null || found.isDirectory()) return;
  throw new UsageError(`${folder} is a file, not a folder.`, 'Name a folder for the book, such as book.');
}

/** A sound of the last chapter is missed before hours are spoken. @throws SpeechError fileUnreadable, unsupportedAudio */
async function requireSounds(
  chapters: readonly BookChapter[],
  sources: PlanSources,
  signal: AbortSignal,
): Promise<void> {
  const items = chapters.flatMap((chapter) => chapter.items);
  const names = new Set(items.flatMap((item) => (item.kind === 'sound' ? [item.file] : [])));
  for (const name of names) await sources.openSound(name, signal);
}

/** @returns 0 for a book of more chapters */
function scenesOfOneChapter({ sections }: Pick<Plan, 'sections'>): number {
  const scenes = sections.filter(({ level }) => level === 2);
  return sections.length - scenes.length > 1 ? 0 : scenes.length;
}

function nothingToSay(file: string): UsageError {
  return new UsageError(
    `${file} has nothing to say: it holds no word and no sound.`,
    'Write at least one line outside of comments and front matter.',
  );
}

interface Told {
  readonly out: string;
  readonly book: RenderedBook;
  /** Utterances that were in no cache. */
  readonly spokenCount: number;
  readonly dropped: readonly object[];
}

function report({ out, book, spokenCount, dropped }: Told, { output }: CommandContext): void {
  const { record, kept, summaries } = book;
  const durationMs = record.chapters.reduce((sum, chapter) => sum + chapter.durationMs, 0);
  const utterances = record.chapters.reduce((sum, chapter) => sum + chapter.utteranceCount, 0);
  const elapsedMs = summaries.reduce((sum, summary) => sum + summary.elapsedMs, 0);
  const spokenMs = summaries.reduce((sum, summary) => sum + summary.durationMs, 0);
  const names = [
    ...record.chapters.flatMap((chapter) => chapter.files.map(({ name }) => name)),
    ...record.wholes.map(({ name }) => name),
  ];
  const files = names.map((name) => path.join(out, name));
  output.record({
    ok: true,
    out,
    title: record.title,
    files,
    chapters: record.chapters.map((chapter, index) => ({
      title: chapter.title,
      startMs: round(chapter.startMs),
      durationMs: round(chapter.durationMs),
      files: chapter.files.map(({ name }) => name),
      kept: kept[index] ?? false,
    })),
    utterances,
    cached: utterances - spokenCount,
    rendered: spokenCount,
    durationMs: round(durationMs),
    elapsedMs: round(elapsedMs),
    rtf: spokenMs === 0 ? null : round(elapsedMs / spokenMs, 4),
    dropped,
  });
  for (const file of files) output.result(file);
  if (output.isJson) return;
  const keptCount = kept.filter(Boolean).length;
  const already = keptCount === 0 ? '' : `, ${keptCount} of them there already`;
  output.note(
    `${record.chapters.length} ${record.chapters.length === 1 ? 'chapter' : 'chapters'}, ${formatDuration(durationMs)}${already}; ${spokenCount} of ${utterances} utterances spoken in ${formatDuration(elapsedMs)}`,
  );
}
