import type { Exchange, HttpParts } from './exchange.ts';
import { HttpRefusal } from './httpRefusal.ts';
import { answerModel, answerModels } from './modelRoutes.ts';
import { answerSpeech } from './speechRoute.ts';
import { answerHealth, answerMetrics } from './statusRoutes.ts';
import { answerTranscription } from './transcriptionRoute.ts';

export interface Route {
  /** `{id}` stands for one part of the path. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** `work` computes, and only a few of it run at once; `watch` is asked by machines, again and again. */
  readonly kind: 'work' | 'look' | 'watch';
  readonly isOpen?: true;
  readonly answer: (exchange: Exchange, parts: HttpParts) => Promise<void>;
}

/** All that can be asked. */
export const routes: readonly Route[] = [
  { path: '/v1/audio/speech', method: 'POST', kind: 'work', answer: answerSpeech },
  { path: '/v1/audio/transcriptions', method: 'POST', kind: 'work', answer: answerTranscription },
  { path: '/v1/models', method: 'GET', kind: 'look', answer: answerModels },
  { path: '/v1/models/{id}', method: 'GET', kind: 'look', answer: answerModel },
  { path: '/health', method: 'GET', kind: 'watch', isOpen: true, answer: answerHealth },
  { path: '/metrics', method: 'GET', kind: 'watch', answer: answerMetrics },
];

export interface FoundRoute {
  readonly route: Route;
  readonly id: string;
}

/** @returns null where no path is like that one, whatever the method */
export function findRoute(url: string): FoundRoute | null {
  const path = url.replace(/[?#].*$/s, '');
  for (const route of routes) {
    if (route.path === path) return { route, id: '' };
    const stem = route.path.replace('{id}', '');
    const isBelow = stem !== route.path && path.startsWith(stem) && /^[^/]+$/.test(path.slice(stem.length));
    if (isBelow) return { route, id: decode(path.slice(stem.length)) };
  }
  return null;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpRefusal(400, {
      code: 'invalidInput',
      message: 'The path is not well-formed.',
      hint: 'Write characters of names as %XX.',
    });
  }
}
