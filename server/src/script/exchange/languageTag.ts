/** A BCP-47 tag in its canonical form, `en_us` included; null for what is none. */
export function nameLanguage(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}
