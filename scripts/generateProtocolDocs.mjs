// Writes the reference part of docs/protocol.md.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { importTypeScript } from './support/bundleTypeScript.mjs';
import { createProtocolReference, withReference } from './support/protocolReference.mjs';

const { messagesByFeature } = await importTypeScript('protocol/messages.ts');
const { wireErrorNumbers } = await importTypeScript('protocol/wireErrors.ts');

const file = 'docs/protocol.md';
const page = withReference(
  await readFile(file, 'utf8'),
  createProtocolReference(messagesByFeature, wireErrorNumbers),
);
await writeFile(file, await format(page, { ...(await resolveConfig(file)), parser: 'markdown' }));
