/** Keeps in the page those of many rows that are seen, or nearly; the others are gaps of their height. */
export interface RowWindow {
  /** Looks again what is seen. */
  draw(): void;
  /** A row may have another height than it had. */
  forget(id: number): void;
}

export interface RowWindowParts {
  readonly container: HTMLElement;
  readonly header: HTMLElement;
  readonly rowCount: () => number;
  readonly idOf: (index: number) => number;
  /** The same element as long as it is in the page. */
  readonly elementOf: (index: number) => HTMLElement;
  /** Indices that are in the page whatever is seen: what has the focus, or is scrolled to. Negative ones are none. */
  readonly pinned: () => readonly number[];
  /** @param indices  of the rows in the page, in order */
  readonly onDrawn: (indices: readonly number[]) => void;
}

/** What is drawn above and below what is seen, so that a turn of the wheel finds it there. */
const marginPx = 800;
/** Of a row before any was drawn. */
const usualHeightPx = 46;

export function createRowWindow(parts: RowWindowParts): RowWindow {
  const { container, header, rowCount, idOf, elementOf, pinned, onDrawn } = parts;
  /** By id; of rows that were drawn at this width. */
  const heights = new Map<number, number>();
  let heightSum = 0;

  const heightOf = (index: number, usual: number): number => heights.get(idOf(index)) ?? usual;

  const forget = (id: number): void => {
    heightSum -= heights.get(id) ?? 0;
    heights.delete(id);
  };

  /** @returns the rows to draw, in order, and what is empty before each of them and behind the last */
  const layOut = (): { readonly indices: readonly number[]; readonly gaps: readonly number[] } => {
    const usual = heights.size === 0 ? usualHeightPx : heightSum / heights.size;
    const always = new Set(pinned());
    const top = -container.getBoundingClientRect().top - marginPx;
    const bottom = top + window.innerHeight + 2 * marginPx;
    const indices: number[] = [];
    const gaps: number[] = [];
    let place = header.offsetHeight;
    let gap = 0;
    for (let index = 0; index < rowCount(); index += 1) {
      const height = heightOf(index, usual);
      const isSeen = place < bottom && place + height > top;
      place += height;
      if (isSeen || always.has(index)) {
        indices.push(index);
        gaps.push(gap);
        gap = 0;
      } else {
        gap += height;
      }
    }
    return { indices, gaps: [...gaps, gap] };
  };

  /** Of what stays nothing is moved: it may have the focus. */
  const put = (wanted: readonly HTMLElement[]): void => {
    const staying = new Set(wanted);
    for (const child of [...container.children]) {
      if (child instanceof HTMLElement && !staying.has(child)) child.remove();
    }
    let next = container.firstElementChild;
    for (const element of wanted) {
      if (element === next) next = next.nextElementSibling;
      else container.insertBefore(element, next);
    }
  };

  const measure = (indices: readonly number[]): void => {
    for (const index of indices) {
      const id = idOf(index);
      if (heights.has(id)) continue;
      const height = elementOf(index).offsetHeight;
      heights.set(id, height);
      heightSum += height;
    }
  };

  const draw = (): void => {
    const { indices, gaps } = layOut();
    const elements = indices.flatMap((index, order) => [...gapOf(gaps[order] ?? 0), elementOf(index)]);
    put([header, ...elements, ...gapOf(gaps.at(-1) ?? 0)]);
    measure(indices);
    onDrawn(indices);
  };

  let width = container.offsetWidth;
  new ResizeObserver(() => {
    if (container.offsetWidth === width) return;
    width = container.offsetWidth;
    heights.clear();
    heightSum = 0;
    draw();
  }).observe(container);
  // The page is what scrolls.
  window.addEventListener('scroll', draw, { passive: true });
  window.addEventListener('resize', draw);

  return { draw, forget };
}

function gapOf(height: number): readonly HTMLElement[] {
  if (height === 0) return [];
  const gap = document.createElement('div');
  gap.role = 'none';
  gap.style.height = `${height}px`;
  return [gap];
}
