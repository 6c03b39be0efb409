import { z } from 'zod';
import { defineRequest, type Infer } from './message.ts';

/** Of this protocol. A daemon serves every client of its major version. */
export const protocolVersion = { major: 1, minor: 0 } as const;

export const protocolVersionSchema = z.object({
  major: z.int().min(0).describe('Changes when older clients would misunderstand.'),
  minor: z.int().min(0).describe('Grows when messages or fields are added, from the first release on.'),
});

export const clientSchema = z.object({
  name: z.string().max(128).describe('For the log and the status, such as `vscode`.'),
  version: z.string().max(64).describe('Product version, such as 0.1.0.'),
});

export type ClientDescription = Infer<typeof clientSchema>;

export const connectionOpen = defineRequest({
  method: 'speech/connectionOpen',
  summary:
    'Client to daemon, first on every socket: anything else is answered with `unauthorized` and the connection is closed. The token is the content of the file beside the socket. Fields that the daemon does not know are ignored here, so that clients of a later minor version are served; in all other messages they are refused.',
  params: z.object({
    token: z.string().max(256).describe('Content of the token file.'),
    protocolVersion: protocolVersionSchema,
    client: clientSchema,
  }),
  result: z.object({
    protocolVersion: protocolVersionSchema,
    server: z.object({
      name: z.string(),
      version: z
        .string()
        .describe(
          "Product version. A client of a newer one may ask for the daemon's end, see `speech/daemonShutdown`.",
        ),
    }),
    pid: z.int().describe("The daemon's process."),
  }),
  errors: ['unauthorized', 'protocolMismatch', 'invalidInput', 'busy'],
  example: {
    params: {
      token: '3q2+7w...',
      protocolVersion: { major: 1, minor: 0 },
      client: { name: 'example', version: '0.1.0' },
    },
    result: {
      protocolVersion: { major: 1, minor: 0 },
      server: { name: 'aloud', version: '0.1.0' },
      pid: 4711,
    },
  },
});

export type ConnectionOpenParams = Infer<typeof connectionOpen.params>;
export type ConnectionOpenResult = Infer<typeof connectionOpen.result>;
