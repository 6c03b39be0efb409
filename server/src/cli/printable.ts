/**
 * A text that a terminal shows and does not obey. Names of files, scripts and voices may be a stranger's words, and control
 * characters in them would clear the screen, name the window or fill the clipboard; they are written as `\x1b`. Tabs and
 * ends of lines stay.
 */
export function printable(text: string): string {
  return text.replace(/\r(?!\n)|[^\P{Cc}\t\r\n]/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
