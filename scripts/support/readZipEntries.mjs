/**
 * What a ZIP file holds, from the directory at its end. Source: PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16; no
 * ZIP64.
 *
 * @param {Buffer} zip
 * @returns {readonly { readonly name: string, readonly bytes: number }[]} `bytes` unpacked; folders are left out
 */
export function readZipEntries(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new RangeError('This is no ZIP file.');
  const count = zip.readUInt16LE(end + 10);
  let place = zip.readUInt32LE(end + 16);
  const entries = [];
  for (let index = 0; index < count; index += 1) {
    const nameLength = zip.readUInt16LE(place + 28);
    const name = zip.toString('utf8', place + 46, place + 46 + nameLength);
    if (!name.endsWith('/')) entries.push({ name, bytes: zip.readUInt32LE(place + 24) });
    place += 46 + nameLength + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
  }
  return entries;
}
