import type { Support } from '../../../protocol/expression.ts';

export function full(): Support {
  return { support: 'full' };
}

/** @param how  what is heard for it, as a noun: "a slower, softer voice" */
export function approximated(how: string): Support {
  return { support: 'approximated', how };
}

/** @param instead  what is heard in its place, as a sentence */
export function none(instead: string): Support {
  return { support: 'none', instead };
}
