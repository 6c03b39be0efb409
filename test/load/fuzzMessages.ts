import { connectionOpen } from '../../protocol/connection.ts';
import { daemonShutdown } from '../../protocol/daemon.ts';
import { devicesList } from '../../protocol/devices.ts';
import type { MessageDefinition, RequestDefinition } from '../../protocol/message.ts';
import { messagesByFeature } from '../../protocol/messages.ts';
import { modelPull, modelRemove } from '../../protocol/models.ts';

export interface FuzzMessage {
  readonly method: string;
  /** As JSON, which may say what `JSON.stringify` never would. */
  readonly params: string;
}

const definitions: readonly MessageDefinition[] = Object.values(messagesByFeature).flat();

/** Every request that a client may send when its connection is open. */
const requests: readonly RequestDefinition[] = definitions
  .filter((definition) => definition.kind === 'request')
  .filter((definition) => definition !== connectionOpen);

/** A request with parameters that are those of its example, more or less. Nothing that ends or empties the daemon. */
export function createFuzzMessage(random: () => number): FuzzMessage {
  const definition = pick(requests, random);
  const params = structuredClone(definition.example.params) as Json;
  const mutationCount = Math.floor(random() * 4);
  const mutated = Array.from({ length: mutationCount }).reduce<Json>(
    (value) => mutate(value, random),
    params,
  );
  if (isHarmful(definition, mutated)) return createFuzzMessage(random);
  return { method: definition.method, params: toText(mutated) };
}

/**
 * What fits would be done: the daemon would end, a model be removed or fetched. Devices are not listed by the
 * hundred: ALSA's plugin for JACK crashes sooner or later when it is asked for them again and again.
 */
function isHarmful(definition: RequestDefinition, params: Json): boolean {
  const harmful: readonly RequestDefinition[] = [daemonShutdown, modelRemove, modelPull, devicesList];
  return harmful.includes(definition) && definition.params.safeParse(params).success;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function mutate(value: Json, random: () => number): Json {
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || random() < 0.1) return strangeValue(random);
  if (Array.isArray(value)) return random() < 0.5 ? [...value, ...value] : [strangeValue(random)];
  const name = pick([...Object.keys(value), 'stream', 'surprise', '__proto__'], random);
  if (random() < 0.2) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  return Object.fromEntries([...Object.entries(value), [name, mutate(value[name] ?? null, random)]]);
}

function strangeValue(random: () => number): Json {
  return pick(strangeValues, random)(random);
}

const strangeValues: readonly ((random: () => number) => Json)[] = [
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => '',
  (random) => pick(strangeNumbers, random),
  (random) => pick(strangeTexts, random),
  (random) => pick(['d1', 's1', 'r1', 'p1', 'm1'], random),
  (random) => 'word '.repeat(10 ** (1 + Math.floor(random() * 4))),
  (random) => (random() < 0.05 ? 'x'.repeat(3_000_000) : 'x'.repeat(70)),
  (random) => nested(Math.floor(random() * 55)),
  (random) => Array.from({ length: 1000 }, () => pick(strangeNumbers, random)),
];

/** What is written between these marks stands in the message without quotes. */
const bare = (text: string): string => `<bare ${text}>`;

const strangeNumbers: readonly Json[] = [
  0,
  -1,
  0.5,
  -0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  5e-324,
  bare('1e999'),
  bare('-1e999'),
  bare('-0'),
  bare('123456789012345678901234567890'),
];

const strangeTexts: readonly string[] = [
  '\ud800',
  'a\udfffb',
  '\u0000',
  '\u202e\u2028',
  '__proto__',
  'constructor',
  '../../../etc/passwd',
  '/dev/zero',
  '/proc/self/mem',
  '/',
  'AAAA====',
  'AAA=',
  'webgpu',
  'af_heart:0+am_adam:0',
  'af_heart:1e999',
  'zz-ZZ',
  '日本語 🎈 e\u0301',
];

function nested(depth: number): Json {
  return depth === 0 ? 1 : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) };
}

function toText(value: Json): string {
  return JSON.stringify(value).replace(/"<bare ([^>]*)>"/gu, '$1');
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}
