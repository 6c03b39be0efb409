/** Of FLAC's headers of frames. Source: RFC 9639, section 9.1.8. */
export function crc8(bytes: Uint8Array): number {
  return crc(bytes, crc8Table, 8);
}

/** Of FLAC's frames. Source: RFC 9639, section 9.3. */
export function crc16(bytes: Uint8Array): number {
  return crc(bytes, crc16Table, 16);
}

/** Most significant bit first, starting at 0. */
function crc(bytes: Uint8Array, table: Uint16Array, width: number): number {
  let rest = 0;
  for (const byte of bytes) rest = ((rest << 8) & (2 ** width - 1)) ^ table[(rest >> (width - 8)) ^ byte];
  return rest;
}

function crcTable(polynomial: number, width: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << (width - 8);
    for (let bit = 0; bit < 8; bit += 1) {
      rest = (rest << 1) ^ (rest >> (width - 1) === 0 ? 0 : polynomial | (1 << width));
    }
    return rest;
  });
}

const crc8Table = crcTable(0x07, 8);
const crc16Table = crcTable(0x8005, 16);
