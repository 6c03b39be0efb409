import { HttpRefusal } from './httpRefusal.ts';
import type { Exchange } from './exchange.ts';
import { refuseEncoded } from './requestType.ts';

/**
 * The JSON body of a request.
 *
 * @throws HttpRefusal 400, 413, 415; the signal's reason when the client goes away
 */
export async function readJson({ request, signal }: Exchange, maxBytes: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type)) throw noJson(415, 'is not said to be JSON');
  refuseEncoded(request);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = await readBytes({ request, signal }, maxBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // The parser's own message quotes the text.
    throw noJson(400, 'is no JSON in UTF-8');
  }
}

/** Listens rather than iterates: leaving an iteration would close the connection before it is answered. */
function readBytes(
  { request, signal }: Pick<Exchange, 'request' | 'signal'>,
  maxBytes: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= maxBytes) pieces.push(piece);
      else reject(tooLarge(maxBytes));
    });
    request.once('end', () => {
      resolve(Buffer.concat(pieces));
    });
    request.once('error', reject);
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

function noJson(status: number, what: string): HttpRefusal {
  return new HttpRefusal(status, {
    code: 'invalidInput',
    message: `The body ${what}.`,
    hint: 'Send a JSON object with the header "Content-Type: application/json".',
  });
}

function tooLarge(maxBytes: number): HttpRefusal {
  return new HttpRefusal(413, {
    code: 'inputTooLong',
    message: `The body is larger than ${maxBytes} bytes.`,
    hint: 'Send the text in parts.',
    param: 'input',
  });
}
