import { z } from 'zod';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import { streamSchema } from './stream.ts';

/** What a model can do by itself, as shown to the user; `cloning`: it makes voices of clips. */
export const modelCapabilities = [
  'recognition',
  'synthesis',
  'voiceActivity',
  'phonemes',
  'emotion',
  'events',
  'wordTimes',
  'languageIdentification',
  'cloning',
] as const;

export type ModelCapability = (typeof modelCapabilities)[number];

export const modelStates = ['notInstalled', 'partial', 'installed', 'corrupt'] as const;

/** `partial`: some bytes are there and a pull goes on from them. `corrupt`: installed, but a file changed since. */
export type ModelState = (typeof modelStates)[number];

export const modelSummarySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z
    .enum(modelStates)
    .describe(
      '`partial`: a pull goes on from what is there. `corrupt`: a file changed since it was installed.',
    ),
  bytes: z.int().describe('Download size.'),
  license: z.string().describe("SPDX expression, or a licence's name."),
  languages: z.array(z.string()).describe('BCP-47.'),
  capabilities: z.array(z.enum(modelCapabilities)),
  isDefault: z.boolean().describe('Fetched by a first pull that names no model.'),
  requiresConsent: z.boolean().describe('A pull is refused unless the user agreed to the licence.'),
});

export type ModelSummary = Infer<typeof modelSummarySchema>;

export const downloadProgressSchema = z.strictObject({
  model: z.string(),
  file: z.string(),
  receivedBytes: z.int().describe('Of the whole model, files already present counted in.'),
  totalBytes: z.int(),
  phase: z.enum(['downloading', 'verifying', 'preparing']),
});

export type DownloadProgress = Infer<typeof downloadProgressSchema>;

const modelId = z.string().min(1).max(128).describe('Id of the catalogue.');
const oneModel = z.strictObject({ model: modelId });
const noResult = z.strictObject({});
const example = { params: { model: 'moonshine-tiny' }, result: {} };

export const modelsList = defineRequest({
  method: 'speech/modelsList',
  summary: 'Client to daemon: every model of the catalogue with its state.',
  params: z.strictObject({}),
  result: z.strictObject({ models: z.array(modelSummarySchema) }),
  errors: [],
  example: {
    params: {},
    result: {
      models: [
        {
          id: 'moonshine-tiny',
          title: 'Moonshine Tiny',
          state: 'installed',
          bytes: 28_180_947,
          license: 'MIT',
          languages: ['en'],
          capabilities: ['recognition'],
          isDefault: true,
          requiresConsent: false,
        },
      ],
    },
  },
});

export const modelPull = defineRequest({
  method: 'speech/modelPull',
  summary:
    'Client to daemon: download, verify and prepare a model; progress comes as `speech/modelProgress` of this stream. Cancelled or broken off, the next pull goes on from there.',
  params: z.strictObject({
    stream: streamSchema,
    model: modelId,
    fromFolder: z.string().max(32_768).exactOptional().describe('A folder that has the files already.'),
    hasConsent: z
      .boolean()
      .exactOptional()
      .describe('That the user agreed to the licence, for models whose licence asks for that.'),
  }),
  result: noResult,
  errors: [
    'unknownModel',
    'invalidInput',
    'downloadFailed',
    'networkUnreachable',
    'diskFull',
    'cacheNotWritable',
    'modelCorrupt',
    'modelIncompatible',
    'busy',
  ],
  example: { params: { stream: 'm1', model: 'moonshine-tiny' }, result: {} },
});

export const modelProgress = defineNotification({
  method: 'speech/modelProgress',
  summary: 'Daemon to client: how far a pull is, a few times a second.',
  params: z.strictObject({ stream: streamSchema, progress: downloadProgressSchema }),
  example: {
    params: {
      stream: 'm1',
      progress: {
        model: 'moonshine-tiny',
        file: 'encoder_model.onnx',
        receivedBytes: 1_000_000,
        totalBytes: 28_180_947,
        phase: 'downloading',
      },
    },
  },
});

export const modelVerify = defineRequest({
  method: 'speech/modelVerify',
  summary:
    'Client to daemon: read every byte of an installed model again. What was found is its state afterwards.',
  params: oneModel,
  result: z.strictObject({ state: z.enum(modelStates) }),
  errors: ['unknownModel'],
  example: { params: example.params, result: { state: 'installed' } },
});

export const modelRemove = defineRequest({
  method: 'speech/modelRemove',
  summary:
    'Client to daemon: delete a model. What uses it now finishes; what comes later is answered with `modelNotInstalled`.',
  params: oneModel,
  result: noResult,
  errors: ['unknownModel', 'cacheNotWritable'],
  example,
});

export const modelLoad = defineRequest({
  method: 'speech/modelLoad',
  summary: 'Client to daemon: load a model before it is needed. It stays as after any use.',
  params: oneModel,
  result: z.strictObject({ loadMs: z.number().describe('0 where it was loaded.') }),
  errors: [
    'unknownModel',
    'invalidInput',
    'modelNotInstalled',
    'modelCorrupt',
    'engineFailed',
    'outOfMemory',
  ],
  example: { params: example.params, result: { loadMs: 310 } },
});

export const modelUnload = defineRequest({
  method: 'speech/modelUnload',
  summary: 'Client to daemon: free the memory of a model. Refused with `busy` while it is used.',
  params: oneModel,
  result: noResult,
  errors: ['unknownModel', 'busy'],
  example,
});

export const modelsChanged = defineNotification({
  method: 'speech/modelsChanged',
  summary: 'Daemon to every client: a model was installed, removed or changed, by whomever.',
  params: z.strictObject({}),
  example: { params: {} },
});
