/**
 * The language that is spoken where a BCP-47 tag says so, as models name it: `de-AT` is `de`, `cmn` is `zh`, and
 * `zh-HK`, `zh-MO` and `zh-yue` are Cantonese, `yue`. What is no such tag stays what it is, in lower case.
 */
export function spokenLanguage(tag: string): string {
  const { language, region } = readTag(tag);
  if (language === 'zh' && cantoneseRegions.has(region)) return 'yue';
  return modelNames[language] ?? language;
}

const cantoneseRegions: ReadonlySet<string | undefined> = new Set(['HK', 'MO']);

/** Languages that models call otherwise. */
const modelNames: Readonly<Record<string, string>> = { nb: 'no' };

function readTag(tag: string): { readonly language: string; readonly region: string | undefined } {
  // Systems write `en_US`; a language inside Chinese, as in `zh-yue`, is one of its own.
  const plain = tag.replaceAll('_', '-').replace(/^zh-(?=[a-z]{3}(?:-|$))/iu, '');
  try {
    const { language, region } = new Intl.Locale(plain);
    return { language, region };
  } catch {
    return { language: tag.toLowerCase(), region: undefined };
  }
}
