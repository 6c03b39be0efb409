import type { HeaderOf, HttpAnswer } from './network.ts';

/** What a server says of a file in the headers of its answer; null where it says nothing. */
export interface AnswerFacts {
  /** Its name for this version of the file: an entity tag or a date. */
  readonly validator: string | null;
  /** Of the body, so of the file where all of it is sent. */
  readonly lengthBytes: number | null;
  /** Lower-case hexadecimal. */
  readonly sha256: string | null;
  /** Where the body lies in the file, and how long the file is. */
  readonly range: { readonly startBytes: number | null; readonly totalBytes: number | null };
}

export function readAnswerFacts(answer: HttpAnswer): AnswerFacts {
  return {
    validator: validator(answer),
    lengthBytes: contentLength(answer),
    sha256: statedSha256(answer),
    range: contentRange(answer),
  };
}

function validator(answer: HttpAnswer): string | null {
  const etag = answer.header('etag');
  // A weak tag does not promise equal bytes.
  return etag?.startsWith('"') === true ? etag : (answer.header('last-modified') ?? null);
}

function contentLength(answer: HttpAnswer): number | null {
  const length = answer.header('content-length');
  return length === undefined ? null : Number(length);
}

/** Hubs state the hash of a large file on the redirect to its storage, or on the answer itself. */
function statedSha256({ redirects, header }: HttpAnswer): string | null {
  const tagOf = (headerOf: HeaderOf): string | undefined =>
    /^"?(?<hex>[0-9a-f]{64})"?$/u.exec(headerOf('x-linked-etag') ?? '')?.groups?.['hex'];
  return [...redirects, header].map(tagOf).find((tag) => tag !== undefined) ?? null;
}

function contentRange(answer: HttpAnswer): AnswerFacts['range'] {
  const { start, total } =
    /^bytes (?:(?<start>\d+)-\d+|\*)\/(?<total>\d+|\*)$/u.exec(answer.header('content-range') ?? '')
      ?.groups ?? {};
  return {
    startBytes: start === undefined ? null : Number(start),
    totalBytes: total === undefined || total === '*' ? null : Number(total),
  };
}
