import * as vscode from 'vscode';
import { describeFailureAtLine } from '../errors/describeFailureAtLine.ts';
import type { ReplacedVoice } from './playPassage.ts';

/**
 * Tells in which voice a script is heard that names one that there is not. Once for each document and voice: the line
 * stays marked, and lines are heard again and again while they are written.
 */
export function createVoiceTeller(): (document: ToldDocument | null, replaced: ReplacedVoice) => void {
  const told = new Set<string>();
  return (document, { voice, place, spokenBy, message, hint }) => {
    const key = `${document?.uri.toString() ?? ''} ${voice}`;
    if (told.has(key)) return;
    told.add(key);
    const speaks = vscode.l10n.t('{0} speaks in its place.', spokenBy);
    const line = document === null || place === null ? null : document.positionAt(place.startOffset).line + 1;
    const failure = { code: 'unknownVoice', line, message: `${message} ${speaks}`, hint, data: {} } as const;
    void vscode.window.showWarningMessage(describeFailureAtLine(failure));
  };
}

type ToldDocument = Pick<vscode.TextDocument, 'uri' | 'positionAt'>;
