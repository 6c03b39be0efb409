/**
 * A date in numbers as `2026-03-04`, which is the same in every place, from one whose order must be told; null where it
 * is not three numbers with a whole year.
 *
 * @param order  `dmy`, `mdy`, `ymd` ...
 */
export function orderDate(text: string, order: string): string | null {
  const numbers = text.trim().match(/\d+/g) ?? [];
  const isPlain = /^\d+(?:[./\s-]+\d+){2}$/.test(text.trim()) && numbers.length === 3;
  if (!isPlain || !/^(?:dmy|mdy|ymd|ydm)$/.test(order)) return null;
  const part = (letter: string): string => numbers[order.indexOf(letter)] ?? '';
  const [year, month, day] = [part('y'), part('m').padStart(2, '0'), part('d').padStart(2, '0')];
  const isDate = year.length === 4 && Number(month) >= 1 && Number(month) <= 12 && Number(day) <= 31;
  return isDate && Number(day) >= 1 ? `${year}-${month}-${day}` : null;
}
