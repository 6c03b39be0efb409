/**
 * Whole numbers in [0, 2^32), the same from the same seed.
 *
 * @param seed  32 bits without sign
 * Source: Matsumoto and Nishimura, Mersenne Twister (1998), MT19937 with the seeding of 2002.
 */
export function createMersenneTwister(seed: number): () => number {
  const state = new Uint32Array(stateLength);
  state[0] = seed;
  for (let index = 1; index < stateLength; index++) {
    const previous = state[index - 1];
    state[index] = Math.imul(1_812_433_253, previous ^ (previous >>> 30)) + index;
  }
  let position = stateLength;
  return () => {
    if (position === stateLength) {
      renew(state);
      position = 0;
    }
    let mixed = state[position++];
    mixed ^= mixed >>> 11;
    mixed ^= (mixed << 7) & 0x9d2c_5680;
    mixed ^= (mixed << 15) & 0xefc6_0000;
    return (mixed ^ (mixed >>> 18)) >>> 0;
  };
}

const stateLength = 624;
const shift = 397;

function renew(state: Uint32Array): void {
  for (let index = 0; index < stateLength; index++) {
    const mixed = (state[index] & 0x8000_0000) | (state[(index + 1) % stateLength] & 0x7fff_ffff);
    state[index] = state[(index + shift) % stateLength] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908_b0df : 0);
  }
}
