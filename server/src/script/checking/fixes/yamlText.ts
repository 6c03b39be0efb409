/** A text as a key or a value of YAML, in quotes where it would mean something else without them. */
export function yamlText(text: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{M}\p{N}_ '’-]*$/u.test(text) && text.trim() === text;
  return isPlain && !/^(?:true|false|null|yes|no|on|off)$/iu.test(text) ? text : JSON.stringify(text);
}
