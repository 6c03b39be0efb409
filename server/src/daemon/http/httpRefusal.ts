import { isSpeechError, SpeechError, type SpeechErrorCode } from '../../../../protocol/errors.ts';

export interface RefusalDetails {
  readonly code: SpeechErrorCode;
  /** One sentence that names the thing that is wrong. */
  readonly message: string;
  /** One sentence that names the way out. */
  readonly hint: string;
  /** Name of the field that is wrong. */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal that only HTTP knows: a status of its own, a field that is wrong. */
export class HttpRefusal extends SpeechError {
  readonly status: number;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, { code, param, headers, ...details }: RefusalDetails) {
    super(code, details);
    this.status = status;
    this.param = param ?? null;
    this.headers = headers ?? {};
  }
}

/** The status each refusal of the product is answered with. Clients repeat what is answered 429 or 5xx. */
const statuses: Readonly<Record<SpeechErrorCode, number>> = {
  audioDeviceUnavailable: 503,
  busy: 429,
  cacheNotWritable: 500,
  daemonUnreachable: 503,
  deviceBusy: 503,
  diskFull: 507,
  downloadFailed: 502,
  engineFailed: 500,
  executionProviderUnavailable: 503,
  fileUnreadable: 500,
  fileUnwritable: 500,
  inputTooLong: 413,
  invalidInput: 400,
  languageUnsupported: 400,
  microphonePermissionDenied: 403,
  modelCorrupt: 500,
  modelIncompatible: 500,
  modelNotInstalled: 404,
  networkUnreachable: 502,
  outOfMemory: 503,
  protocolMismatch: 400,
  scriptHasErrors: 400,
  unauthorized: 401,
  unknownModel: 404,
  unknownVoice: 400,
  unsupportedAudio: 400,
};

/** The field that a refusal of the product is about, where it can only be that one. */
const fieldsAtFault: Readonly<Partial<Record<SpeechErrorCode, string>>> = {
  languageUnsupported: 'language',
  unknownModel: 'model',
  unknownVoice: 'voice',
  unsupportedAudio: 'file',
};

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

/** As OpenAI sends it; `code` is one of ours, null for a mistake of ours. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly code: SpeechErrorCode | null;
    readonly param: string | null;
  };
}

/** @param error  whatever a request failed with, other than an abort */
export function toErrorAnswer(error: unknown): ErrorAnswer {
  if (!isSpeechError(error)) {
    const message = 'The speech service made a mistake; its log says more.';
    return {
      status: 500,
      headers: {},
      body: { error: { message, type: 'server_error', code: null, param: null } },
    };
  }
  const own = error instanceof HttpRefusal ? error : null;
  const status = own?.status ?? statuses[error.code];
  const { code } = error;
  return {
    status,
    headers: { ...(status === 429 && { 'retry-after': '1' }), ...own?.headers },
    body: {
      error: {
        message: `${error.message} ${error.hint}`,
        type: typeOf(status),
        code,
        param: own?.param ?? fieldsAtFault[code] ?? null,
      },
    },
  };
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}
