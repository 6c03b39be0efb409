/** What is said beside commands and options of the command line, as sentences; as it is where it names none. */
export function withoutCommandLine(text: string): string {
  if (!isOfCommandLine(text)) return text;
  return clausesOf(text)
    .filter((clause) => !isOfCommandLine(clause))
    .join(' ');
}

function isOfCommandLine(text: string): boolean {
  return /(?<![\p{L}-])--[a-z]|\baloud (?:daemon|doctor|models|speak|transcribe|voices)\b/u.test(text);
}

/** Each as a sentence. */
function clausesOf(hint: string): readonly string[] {
  return hint.split(/(?<=[.?!])\s+|;\s+(?:or\s+)?|,\s+or\s+|,\s+(?=such as)/u).map((clause) => {
    const sentence = clause.charAt(0).toUpperCase() + clause.slice(1);
    return /[.?!]$/u.test(sentence) ? sentence : `${sentence}.`;
  });
}
