import { access, constants } from 'node:fs/promises';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { isSpeechError, SpeechError, type SpeechErrorCode } from '../../../protocol/errors.ts';

/** The provider was tried in a process of its own and does not run here. */
export function providerUnavailable(provider: ExecutionProvider, detail: string): SpeechError {
  return new SpeechError('executionProviderUnavailable', {
    message: `The execution provider "${provider}" cannot run here: ${detail}.`,
    hint: 'Use `--provider cpu`; `aloud doctor` lists what works on this machine.',
  });
}

/** Turns a failed call of a loaded model into a SpeechError; one that is a SpeechError already stays as it is. */
export function toInferenceError(modelPath: string, error: unknown): SpeechError {
  if (isSpeechError(error)) {
    return error;
  }
  return messageOf(error).match(outOfMemoryPattern)
    ? outOfMemory(modelPath, error)
    : new SpeechError('engineFailed', {
        message: `The model ${modelPath} failed while running: ${withoutSourceLocation(messageOf(error))}`,
        hint: 'Try again; if it fails again, run `aloud models verify` and report the log.',
        cause: error,
      });
}

/**
 * Turns a failed load into a SpeechError. ONNX Runtime throws plain errors, so the code is told from the file
 * and from the words of the message.
 *
 * @param provider  the one it was loaded for; an unknown failure of a GPU is the provider's
 */
export async function toModelLoadError(
  modelPath: string,
  error: unknown,
  provider: ExecutionProvider,
): Promise<SpeechError> {
  if (isSpeechError(error)) {
    return error;
  }
  const code = (await fileErrorCode(modelPath)) ?? messageErrorCode(messageOf(error), provider);
  return code === 'outOfMemory'
    ? outOfMemory(modelPath, error)
    : new SpeechError(code, { ...loadErrorTexts[code](modelPath, messageOf(error)), cause: error });
}

type LoadErrorCode = Extract<
  SpeechErrorCode,
  | 'modelNotInstalled'
  | 'modelCorrupt'
  | 'modelIncompatible'
  | 'fileUnreadable'
  | 'executionProviderUnavailable'
  | 'engineFailed'
>;

const outOfMemoryPattern = /failed to allocate|bad_alloc|bad allocation|out of memory|cannot allocate/i;

/** In this order: the text of an unknown operator also says "invalid model". */
const messagePatterns: readonly (readonly [RegExp, LoadErrorCode | 'outOfMemory'])[] = [
  [outOfMemoryPattern, 'outOfMemory'],
  [
    /not a registered (function|op)|no op registered|could not find an implementation|NOT_IMPLEMENTED|unsupported model IR version|guarantees.*support for models stamped|under development and support for this is limited/i,
    'modelIncompatible',
  ],
  [
    /protobuf parsing failed|invalid (model|graph|protobuf)|does not have a graph|INVALID_GRAPH|Missing opset|external data|is a directory/i,
    'modelCorrupt',
  ],
];

function messageErrorCode(message: string, provider: ExecutionProvider): LoadErrorCode | 'outOfMemory' {
  const known = messagePatterns.find(([pattern]) => pattern.test(message));
  if (known !== undefined) {
    return known[1];
  }
  return provider === 'cpu' ? 'engineFailed' : 'executionProviderUnavailable';
}

async function fileErrorCode(modelPath: string): Promise<LoadErrorCode | null> {
  try {
    await access(modelPath, constants.R_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'modelNotInstalled' : 'fileUnreadable';
  }
}

const loadErrorTexts: Record<
  LoadErrorCode,
  (path: string, cause: string) => { message: string; hint: string }
> = {
  modelNotInstalled: (path) => ({
    message: `The model file ${path} is not there.`,
    hint: 'Install its model with `aloud models pull`.',
  }),
  modelCorrupt: (path) => ({
    message: `The file ${path} is not a readable ONNX model.`,
    hint: 'Remove its model with `aloud models remove` and pull it again.',
  }),
  modelIncompatible: (path, cause) => ({
    message: `The model ${path} needs something this version cannot run: ${withoutSourceLocation(cause)}`,
    hint: 'Update Aloud, or pull the model version that its catalogue names.',
  }),
  fileUnreadable: (path) => ({
    message: `The model file ${path} cannot be read.`,
    hint: 'Check its permissions, or pull the model again.',
  }),
  executionProviderUnavailable: (path, cause) => ({
    message: `The model ${path} cannot run on the provider asked for: ${withoutSourceLocation(cause)}`,
    hint: 'Use `--provider cpu`; `aloud doctor` lists what works on this machine.',
  }),
  engineFailed: (path, cause) => ({
    message: `The model ${path} could not be loaded: ${withoutSourceLocation(cause)}`,
    hint: 'Run `aloud models verify`; if the model is whole, report the log.',
  }),
};

function outOfMemory(modelPath: string, cause: unknown): SpeechError {
  return new SpeechError('outOfMemory', {
    message: `There is not enough memory for the model ${modelPath}.`,
    hint: 'Close other programs, or use a smaller model.',
    cause,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first line of an ONNX Runtime message, without the C++ file, function and condition it may open with. */
export function withoutSourceLocation(message: string): string {
  const [line = ''] = message.split('\n', 1);
  return line
    .replace(/^\/onnxruntime_src\/\S+:\d+ .* was false\. /, '')
    .replace(/^\/onnxruntime_src\/\S+:\d+ /, '')
    .slice(0, 300)
    .trim();
}
