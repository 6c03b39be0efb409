import * as vscode from 'vscode';

/** What a voice is called that is dragged from one view to another. */
export const draggedVoiceType = 'application/vnd.aloud.voice';

export function dragVoice(id: string, carried: vscode.DataTransfer): void {
  carried.set(draggedVoiceType, new vscode.DataTransferItem(id));
}

/** @returns the id of the voice that is dropped; null where it is something else */
export async function droppedVoice(carried: vscode.DataTransfer): Promise<string | null> {
  // VS Code puts an empty one before it: what stands for it until the view it is from has said what it is.
  for (const [type, item] of carried) {
    const id = type === draggedVoiceType ? await item.asString() : '';
    if (id !== '') return id;
  }
  return null;
}
