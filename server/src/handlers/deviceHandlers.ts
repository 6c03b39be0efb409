import { devicesList, type SoundDevice } from '../../../protocol/devices.ts';
import { handle, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function deviceHandlers({ sound }: SpeechServices): readonly Handler[] {
  return [
    handle(devicesList, async (_params, signal) => {
      const { microphones, speakers } = await sound.listDevices(signal);
      return { microphones: microphones.map(toWire), speakers: speakers.map(toWire) };
    }),
  ];
}

function toWire({ id, name, isDefault }: SoundDevice): SoundDevice {
  return { id, name, isDefault };
}
