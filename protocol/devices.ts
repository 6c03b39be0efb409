import { z } from 'zod';
import { defineRequest, type Infer } from './message.ts';

export const soundDeviceSchema = z.strictObject({
  id: z.string().describe('Stays the same while the device is plugged in.'),
  name: z.string(),
  isDefault: z.boolean(),
});

export type SoundDevice = Infer<typeof soundDeviceSchema>;

export const devicesList = defineRequest({
  method: 'speech/devicesList',
  summary: 'Client to daemon: microphones and speakers that are there now, the default one first.',
  params: z.strictObject({}),
  result: z.strictObject({
    microphones: z.array(soundDeviceSchema),
    speakers: z.array(soundDeviceSchema),
  }),
  errors: ['audioDeviceUnavailable'],
  example: {
    params: {},
    result: {
      microphones: [{ id: 'alsa:default', name: 'Built-in Microphone', isDefault: true }],
      speakers: [],
    },
  },
});
