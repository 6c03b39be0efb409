/**
 * Where a file can be had, parsed from its string form:
 * `npm:PACKAGE@VERSION/PATH`, `hf:OWNER/REPO@REVISION/PATH`, `modelscope:OWNER/REPO@REVISION/PATH`, `file:PATH`.
 */
export type Source = NpmSource | HubSource | FolderSource;

export interface NpmSource {
  readonly kind: 'npm';
  readonly packageName: string;
  readonly version: string;
  /** Inside the package. */
  readonly path: string;
}

export interface HubSource {
  readonly kind: 'hf' | 'modelscope';
  /** `OWNER/REPO`. */
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

export interface FolderSource {
  readonly kind: 'file';
  readonly path: string;
}

/** @throws RangeError where the text has none of the four forms */
export function parseSource(text: string): Source {
  const file = /^file:(?<path>.+)$/u.exec(text)?.groups;
  if (file?.['path'] !== undefined) {
    return { kind: 'file', path: file['path'] };
  }
  const remote = /^(?<kind>npm|hf|modelscope):(?<name>@?[^@]+)@(?<version>[^/]+)\/(?<path>.+)$/u.exec(
    text,
  )?.groups;
  const { kind, name, version, path } = remote ?? {};
  if (name === undefined || version === undefined || path === undefined) {
    throw new RangeError(`'${text}' is not a source.`);
  }
  if (kind === 'npm') {
    return { kind, packageName: name, version, path };
  }
  return { kind: kind === 'hf' ? 'hf' : 'modelscope', repository: name, revision: version, path };
}
