import type { Exchange, HttpParts } from './exchange.ts';
import { sendJson, sendText } from './sendBody.ts';

/** `GET /health`: that somebody answers. */
export function answerHealth(exchange: Exchange, { version }: HttpParts): Promise<void> {
  sendJson(exchange, { status: 'ok', version });
  return Promise.resolve();
}

/** `GET /metrics`: what goes on, for Prometheus. */
export function answerMetrics(exchange: Exchange, parts: HttpParts): Promise<void> {
  const { metrics, services, runningCount } = parts;
  const body = metrics.render({ runningCount: runningCount(), status: services.daemon.status() });
  sendText(exchange, body, 'text/plain; version=0.0.4; charset=utf-8');
  return Promise.resolve();
}
