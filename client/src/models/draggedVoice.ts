import * as vscode from 'vscode';

/** What a voice is called that is dragged from one view to another. */
export const draggedVoiceType = 'application/vnd.aloud.voice';

export function dragVoice(id: string, carried: vscode.DataTransfer): void {
  carried.set(draggedVoiceType, new vscode.DataTransferItem(id));
}

/** @returns the id of the voice that is dropped; null where it is something else */
export async function droppedVoice(carried: vscode.DataTransfer): Promise<string | null> {
  const id = await carried.get(draggedVoiceType)?.asString();
  return id === undefined || id === '' ? null : id;
}
