import type { VoiceSummary } from '../voices/voiceLibrary.ts';

/** A voice that was made of clips, as it is printed in JSON. */
export function voiceRecord(voice: VoiceSummary): Readonly<Record<string, unknown>> {
  if (voice.state === 'unreadable') {
    const { code, message, hint } = voice.problem;
    return { id: voice.name, state: 'unreadable', problem: { code, message, hint } };
  }
  const { name: id, engine, language, consent, clips } = voice;
  return { id, engine, language, statement: consent.statement, statedAt: consent.statedAt, clips };
}
