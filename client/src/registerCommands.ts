import * as vscode from 'vscode';

/** Ids of `contributes.commands`, and of those that lenses and the status bar run. */
export type CommandId =
  | 'aloud.book.make'
  | 'aloud.cast.assign'
  | 'aloud.cast.audition'
  | 'aloud.cast.reveal'
  | 'aloud.dictation.chooseLanguage'
  | 'aloud.dictation.hold'
  | 'aloud.dictation.stop'
  | 'aloud.dictation.toggle'
  | 'aloud.doctor'
  | 'aloud.history.clear'
  | 'aloud.history.copy'
  | 'aloud.history.delete'
  | 'aloud.history.insert'
  | 'aloud.history.play'
  | 'aloud.history.stop'
  | 'aloud.history.transcribe'
  | 'aloud.models.download'
  | 'aloud.models.refresh'
  | 'aloud.models.remove'
  | 'aloud.models.verify'
  | 'aloud.playChapter'
  | 'aloud.playLine'
  | 'aloud.playScene'
  | 'aloud.preview.check'
  | 'aloud.preview.open'
  | 'aloud.preview.render'
  | 'aloud.readAloud.clipboard'
  | 'aloud.readAloud.document'
  | 'aloud.readAloud.faster'
  | 'aloud.readAloud.fromCursor'
  | 'aloud.readAloud.nextSentence'
  | 'aloud.readAloud.previousSentence'
  | 'aloud.readAloud.reveal'
  | 'aloud.readAloud.selection'
  | 'aloud.readAloud.slower'
  | 'aloud.readAloud.stop'
  | 'aloud.readAloud.toggleFollow'
  | 'aloud.readAloud.togglePause'
  | 'aloud.reportProblem'
  | 'aloud.restartService'
  | 'aloud.start.dictation'
  | 'aloud.start.reading'
  | 'aloud.start.script'
  | 'aloud.vocabulary.add'
  | 'aloud.voices.add'
  | 'aloud.voices.audition'
  | 'aloud.voices.remove'
  | 'aloud.voices.use';

/** Exhaustive: the compiler finds a command without a handler. */
export type CommandHandlers = Readonly<Record<CommandId, (...args: readonly unknown[]) => unknown>>;

export function registerCommands(handlers: CommandHandlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  );
}
