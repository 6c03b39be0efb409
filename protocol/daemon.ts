import { z } from 'zod';
import { executionProviders } from './inference.ts';
import { defineRequest, type Infer } from './message.ts';
import { priorities } from './priority.ts';

export const engineStatusSchema = z.strictObject({
  kind: z.enum(['recognizer', 'synthesizer', 'voiceActivity']),
  engine: z.string(),
  model: z.string(),
  provider: z.enum(executionProviders),
  leaseCount: z.int().min(0).describe('Requests and connections that use it now.'),
  idleMs: z.number().nullable().describe('How long nobody has used it; null while somebody does.'),
});

export const queueStatusSchema = z.strictObject({
  lane: z.enum(['recognition', 'voiceActivity', 'synthesis']),
  priority: z.enum(priorities),
  waiting: z.int().min(0).describe('Utterances that wait.'),
  running: z.int().min(0),
});

export const daemonStatus = defineRequest({
  method: 'speech/daemonStatus',
  summary: 'Client to daemon, at any time: what it is, what it holds and what it does. Cheap.',
  params: z.strictObject({}),
  result: z.strictObject({
    version: z.string(),
    pid: z.int(),
    address: z.string(),
    uptimeMs: z.number(),
    connections: z.int().describe('Open connections, this one counted in.'),
    engines: z.array(engineStatusSchema).describe('Engines that are loaded now.'),
    queue: z.array(queueStatusSchema).describe('Lanes and priorities with something waiting or running.'),
    memoryBytes: z.int().describe("Resident memory of the daemon's own process, its workers not counted."),
    logFile: z.string().nullable(),
    http: z.string().nullable().describe('Address of the HTTP adapter, where it is on.'),
  }),
  errors: [],
  example: {
    params: {},
    result: {
      version: '0.1.0',
      pid: 4711,
      address: '/run/user/1000/aloud/v1.sock',
      uptimeMs: 60_000,
      connections: 1,
      engines: [
        {
          kind: 'recognizer',
          engine: 'moonshine',
          model: 'moonshine-tiny',
          provider: 'cpu',
          leaseCount: 0,
          idleMs: 1200,
        },
      ],
      queue: [],
      memoryBytes: 68_000_000,
      logFile: '/home/me/.cache/aloud/logs/daemon.log',
      http: null,
    },
  },
});

export const daemonShutdown = defineRequest({
  method: 'speech/daemonShutdown',
  summary:
    'Client to daemon: take no further connection and end. With `drain` what runs is finished first; without it everything is cancelled. Also how a newer client replaces an older daemon.',
  params: z.strictObject({ drain: z.boolean() }),
  result: z.strictObject({}),
  errors: [],
  example: { params: { drain: true }, result: {} },
});

export type DaemonStatus = Infer<typeof daemonStatus.result>;
