import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpRefusal, toErrorAnswer } from './httpRefusal.ts';

/** Answers what never became a request, or never became a whole one: too slow, too long, no HTTP. */
export function answerBrokenRequests(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => void answers.set(socket, response));
  server.on('clientError', (error: Error, socket) => {
    const isAnswering =
      answers.get(socket)?.headersSent === true && answers.get(socket)?.writableEnded === false;
    if (!socket.writable || isAnswering || ('code' in error && error.code === 'ECONNRESET')) {
      socket.destroy();
      return;
    }
    const { status, body } = toErrorAnswer(toRefusal('code' in error ? String(error.code) : ''));
    const text = JSON.stringify(body);
    socket.end(
      `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n` +
        `Connection: close\r\n\r\n${text}`,
      () => socket.destroy(),
    );
  });
}

function toRefusal(code: string): HttpRefusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new HttpRefusal(408, {
      code: 'invalidInput',
      message: 'The request was not complete in time.',
      hint: 'Send it without a pause.',
    });
  }
  const isTooLong = code === 'HPE_HEADER_OVERFLOW';
  return new HttpRefusal(isTooLong ? 431 : 400, {
    code: isTooLong ? 'inputTooLong' : 'invalidInput',
    message: isTooLong ? 'The headers are too long.' : 'This is no HTTP request.',
    hint: 'docs/http.md says what can be asked.',
  });
}
