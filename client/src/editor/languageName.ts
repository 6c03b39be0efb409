import * as vscode from 'vscode';

/** In the language of the editor. @param tag  BCP-47 */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([vscode.env.language, 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
