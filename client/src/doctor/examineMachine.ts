import { runSpeechCommand, type CommandPlace } from '../daemon/runSpeechCommand.ts';

/** What works on this machine. */
export interface DoctorReport {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

/** Asks the doctor of the command line. @throws as `runSpeechCommand` */
export async function examineMachine(place: CommandPlace, signal: AbortSignal): Promise<DoctorReport> {
  return JSON.parse(await runSpeechCommand(place, ['doctor', '--json'], signal)) as DoctorReport;
}
