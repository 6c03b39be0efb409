import type { DaemonStatus } from '../../../../protocol/daemon.ts';

/** What went on since the adapter was opened. */
export interface HttpMetrics {
  /** @param status  what it was answered with; 499 where the client went away first */
  countRequest(route: string, status: number): void;
  countAudio(direction: AudioDirection, work: AudioWork): void;
  /** Prometheus' text format. */
  render(now: MetricsMoment): string;
}

/** `in` is heard, `out` is spoken. */
export type AudioDirection = 'in' | 'out';

export interface AudioWork {
  readonly audioMs: number;
  /** Loading and waiting for the client not counted. */
  readonly elapsedMs: number;
}

export interface MetricsMoment {
  readonly runningCount: number;
  readonly status: DaemonStatus;
}

export function createHttpMetrics(): HttpMetrics {
  const requests = new Map<string, Sample>();
  const audio: Record<AudioDirection, AudioTotal> = { in: noAudio, out: noAudio };
  return {
    countRequest(route, status) {
      const key = `${route} ${status}`;
      const value = (requests.get(key)?.value ?? 0) + 1;
      requests.set(key, { labels: { route, status: String(status) }, value });
    },
    countAudio(direction, { audioMs, elapsedMs }) {
      const { audioMs: audioSoFar, elapsedMs: elapsedSoFar } = audio[direction];
      audio[direction] = {
        audioMs: audioSoFar + audioMs,
        elapsedMs: elapsedSoFar + elapsedMs,
        latestRtf: audioMs > 0 ? elapsedMs / audioMs : audio[direction].latestRtf,
      };
    },
    render: ({ runningCount, status }) =>
      [
        counter('aloud_http_requests_total', 'Requests answered.', [...requests.values()]),
        gauge('aloud_http_requests_running', 'Speech and transcriptions that run.', [
          { labels: {}, value: runningCount },
        ]),
        ...audioMetrics(audio),
        ...daemonMetrics(status),
      ].join(''),
  };
}

interface AudioTotal extends AudioWork {
  /** Null before the first. */
  readonly latestRtf: number | null;
}

const noAudio: AudioTotal = { audioMs: 0, elapsedMs: 0, latestRtf: null };

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function audioMetrics(audio: Readonly<Record<AudioDirection, AudioTotal>>): string[] {
  const samples = (valueOf: (total: AudioTotal) => number | null): Sample[] =>
    (['in', 'out'] as const).flatMap((direction) => {
      const value = valueOf(audio[direction]);
      return value === null ? [] : [{ labels: { direction }, value }];
    });
  return [
    counter(
      'aloud_audio_seconds_total',
      'Sound heard (in) and spoken (out) over HTTP.',
      samples(({ audioMs }) => audioMs / 1000),
    ),
    counter(
      'aloud_processing_seconds_total',
      'Time spent on that sound.',
      samples(({ elapsedMs }) => elapsedMs / 1000),
    ),
    gauge(
      'aloud_real_time_factor',
      'Processing time by duration of the latest request.',
      samples(({ latestRtf }) => latestRtf),
    ),
  ];
}

function daemonMetrics({ version, uptimeMs, memoryBytes, engines, queue }: DaemonStatus): string[] {
  return [
    gauge('aloud_info', 'The version that runs.', [{ labels: { version }, value: 1 }]),
    gauge('aloud_uptime_seconds', 'Age of the process.', [{ labels: {}, value: uptimeMs / 1000 }]),
    gauge('aloud_memory_bytes', "Resident memory of the process, its workers' not counted.", [
      { labels: {}, value: memoryBytes },
    ]),
    gauge('aloud_engines_loaded', 'Engines in memory.', [{ labels: {}, value: engines.length }]),
    gauge(
      'aloud_engine_leases',
      'Requests and connections that use an engine.',
      engines.map(({ kind, engine, model, provider, leaseCount }) => ({
        labels: { kind, engine, model, provider },
        value: leaseCount,
      })),
    ),
    gauge(
      'aloud_queue_utterances',
      'Utterances that wait or run.',
      queue.flatMap(({ lane, priority, waiting, running }) => [
        { labels: { lane, priority, state: 'waiting' }, value: waiting },
        { labels: { lane, priority, state: 'running' }, value: running },
      ]),
    ),
  ];
}

function counter(name: string, help: string, samples: readonly Sample[]): string {
  return metric({ name, type: 'counter', help }, samples);
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  return metric({ name, type: 'gauge', help }, samples);
}

interface MetricHead {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
}

function metric({ name, type, help }: MetricHead, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => `${name}${toLabels(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function toLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
