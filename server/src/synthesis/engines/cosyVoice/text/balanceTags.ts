/**
 * Gives each segment its own pairs of `<strong>` and `<laughter>`: a pair that was cut is closed and opened again, an end
 * without a beginning is left out, and one that nothing ends is closed.
 */
export function balanceTags(segments: readonly string[]): string[] {
  const open: string[] = [];
  return segments.map((segment) => {
    const reopened = open.map((name) => `<${name}>`).join('');
    const kept = segment.replace(pairTag, (tag: string, slash: string, name: string) => {
      if (slash === '') {
        if (open.includes(name)) return '';
        open.push(name);
        return tag;
      }
      const position = open.lastIndexOf(name);
      if (position === -1) return '';
      open.splice(position, 1);
      return tag;
    });
    const closed = open.map((name) => `</${name}>`).reverse();
    return reopened + kept + closed.join('');
  });
}

const pairTag = /<(\/?)(strong|laughter)>/gu;
