import { XmlElement } from '@rgrove/parse-xml';

/** Where SSML's own elements are. */
export const ssmlNamespace = 'http://www.w3.org/2001/10/synthesis';
/** Where an Azure voice finds its styles. */
export const msttsNamespace = 'https://www.w3.org/2001/mstts';
/** Where a script keeps what SSML has no word for; other processors do not look there. */
export const aloudNamespace = 'urn:aloud:script';

/** An element by its meaning: `p`, `mstts:express-as`, `aloud:cast`, whatever prefix the document uses. */
export function elementName(element: XmlElement): string {
  const [prefix, local] = splitName(element.name);
  const vocabulary = vocabularyOf(namespaceOf(element, prefix), prefix);
  return vocabulary === '' ? local : `${vocabulary}:${local}`;
}

/** An attribute of Aloud's own. */
export function aloudAttribute(element: XmlElement, name: string): string | undefined {
  const found = Object.keys(element.attributes).find((written) => {
    const [prefix, local] = splitName(written);
    return prefix !== '' && local === name && vocabularyOf(namespaceOf(element, prefix), prefix) === 'aloud';
  });
  return found === undefined ? undefined : element.attributes[found];
}

/** Whether an attribute has a prefix of another vocabulary, or declares one. */
export function isForeignAttribute(name: string): boolean {
  return name === 'xmlns' || (name.includes(':') && !name.startsWith('xml:'));
}

function splitName(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon === -1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

function namespaceOf(element: XmlElement, prefix: string): string | null {
  const attribute = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (let scope: unknown = element; scope instanceof XmlElement; scope = scope.parent) {
    const namespace = scope.attributes[attribute];
    if (namespace !== undefined) return namespace;
  }
  return null;
}

/** A prefix that nothing declares is taken at its word: many documents are written by hand. */
function vocabularyOf(namespace: string | null, prefix: string): string {
  if (namespace === null || namespace === '') return prefix === 'ssml' ? '' : prefix;
  if (namespace.startsWith(ssmlNamespace)) return '';
  if (/^https?:\/\/www\.w3\.org\/2001\/mstts/.test(namespace)) return 'mstts';
  if (namespace === aloudNamespace) return 'aloud';
  if (namespace === 'http://purl.org/dc/elements/1.1/') return 'dc';
  return prefix === '' ? 'foreign' : prefix;
}
