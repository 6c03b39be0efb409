import type { ModelSummary } from '../../../protocol/models.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { CommandContext } from './command.ts';
import { formatBytes } from './format.ts';

export interface PullChoices {
  /** A folder that has the files already. */
  readonly fromFolder?: string;
}

/** Fetches one model with progress, and prepares its graphs. Shows size, licence and what is to be known before the first byte. */
export async function pullModel(
  { services, output, signal }: CommandContext,
  model: ModelSummary,
  choices: PullChoices = {},
): Promise<void> {
  output.note(`${model.title}: ${formatBytes(model.bytes)}, licence ${model.license}`);
  for (const line of services.modelNotes(model.id)) output.note(line);
  const progress = output.progress(model.id, 'bytes');
  try {
    await services.pullModel(model.id, {
      ...choices,
      // The caller has asked, or the model needs no consent.
      hasConsent: true,
      signal,
      onProgress: ({ file, phase, receivedBytes, totalBytes }) => {
        progress.relabel(phase === 'downloading' ? `${model.id} ${file}` : `${model.id} ${phase}`);
        progress.update(receivedBytes, totalBytes);
      },
    });
  } finally {
    progress.end();
  }
}

/** On a terminal, asks to fetch what the command needs; elsewhere opening the model says what is missing. */
export async function offerMissingModels(context: CommandContext, ids: readonly string[]): Promise<void> {
  const { ask, services } = context;
  if (ask === null) return;
  for (const model of await services.listModels(context.signal)) {
    if (!ids.includes(model.id) || model.state === 'installed') continue;
    const question = `${model.title} is not installed. Download ${formatBytes(model.bytes)} (licence ${model.license})?`;
    if (!(await ask(question))) throw declined(model);
    await pullModel(context, model);
  }
}

function declined(model: ModelSummary): SpeechError {
  return new SpeechError('modelNotInstalled', {
    message: `${model.title} is not installed.`,
    hint: `Install it with: aloud models pull ${model.id}`,
  });
}
