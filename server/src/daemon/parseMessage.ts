import { isUtf8 } from 'node:buffer';
import type { Message } from 'vscode-jsonrpc/node';
import { MessageFault } from './messageFault.ts';

/**
 * The message that a body says. Whatever it carries, it has the shape of a request, a notification or a response.
 *
 * @param maxDepth  how many arrays and objects may stand inside each other
 * @throws MessageFault
 */
export function parseMessage(body: Buffer, maxDepth: number): Message {
  if (!isUtf8(body)) throw new MessageFault('unreadable', 'A message is not valid UTF-8.');
  if (isDeeperThan(body, maxDepth)) {
    throw new MessageFault('tooLong', `A message is nested more than ${maxDepth} levels deep.`);
  }
  const value = parseJson(body.toString('utf8'));
  if (!isMessage(value)) {
    throw new MessageFault(
      'notAMessage',
      'A message is neither a request nor a notification nor a response.',
    );
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new MessageFault('unreadable', 'A message is not JSON.');
  }
}

/** Counts brackets outside strings, for JSON and for anything else. */
function isDeeperThan(body: Buffer, maxDepth: number): boolean {
  let depth = 0;
  for (let index = 0; index < body.length; index++) {
    switch (body[index]) {
      case quote:
        index = closingQuote(body, index);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > maxDepth) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
      default:
    }
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;

/** @returns the end of the body where the string has none */
function closingQuote(body: Buffer, openingIndex: number): number {
  let index = body.indexOf(quote, openingIndex + 1);
  while (index !== -1) {
    let backslashCount = 0;
    while (body[index - 1 - backslashCount] === backslash) backslashCount++;
    if (backslashCount % 2 === 0) return index;
    index = body.indexOf(quote, index + 1);
  }
  return body.length;
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { jsonrpc, id, method, params, result, error } = value as Partial<Record<string, unknown>>;
  if (jsonrpc !== '2.0') return false;
  if (method === undefined) {
    const hasAnswer = (result !== undefined) !== (typeof error === 'object' && error !== null);
    return hasAnswer && (id === null || isId(id));
  }
  if (typeof method !== 'string' || !(id === undefined || isId(id))) return false;
  // vscode-jsonrpc reads the id of a cancellation before anything checks its type.
  return (
    method !== '$/cancelRequest' ||
    isId((params as Partial<Record<string, unknown>> | null | undefined)?.['id'])
  );
}

function isId(id: unknown): boolean {
  return typeof id === 'string' || Number.isSafeInteger(id);
}
