import * as vscode from 'vscode';
import { withoutCommandLine } from '../errors/withoutCommandLine.ts';
import type { DoctorReport } from './examineMachine.ts';

/** A line of what works, with the ways out of the editor: the doctor's are commands, which nobody has here. */
export function formatCheck({ name, ok, detail }: DoctorReport['checks'][number]): string {
  const said = withoutCommandLine(detail);
  const way = said === detail ? '' : wayOut(name);
  return `${ok ? '✓' : '✗'} ${name}: ${[said, way].filter(Boolean).join(' ')}`;
}

/** @param name  of a check */
function wayOut(name: string): string {
  if (name.startsWith('model ')) return vscode.l10n.t('Models and Voices downloads it.');
  if (name.startsWith('voices of ')) return vscode.l10n.t('Aloud: Add a Voice from a Clip makes one.');
  return name === 'voices' ? vscode.l10n.t('Models and Voices lists all voices.') : '';
}
