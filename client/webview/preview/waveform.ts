const namespace = 'http://www.w3.org/2000/svg';
const height = 32;

/** A picture of a sound, one bar for each peak; without a sound, a line. It is said in words beside it. */
export function createWaveform(peaks: readonly number[] | null): SVGSVGElement {
  const picture = document.createElementNS(namespace, 'svg');
  picture.setAttribute('class', 'waveform');
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('preserveAspectRatio', 'none');
  const bars = document.createElementNS(namespace, 'path');
  picture.setAttribute('viewBox', `0 0 ${peaks?.length ?? 1} ${height}`);
  bars.setAttribute('d', peaks === null ? `M0 ${height / 2 - 0.5}h1v1h-1z` : waveformPath(peaks));
  picture.append(bars);
  return picture;
}

/** Bars around the middle, as tall as the square root of the peak: speech would be a line with few spikes else. */
export function waveformPath(peaks: readonly number[]): string {
  return peaks
    .map((peak, index) => {
      const tall = Math.max(1, Math.round(Math.sqrt(peak / 255) * height));
      return `M${index + 0.15} ${(height - tall) / 2}h.7v${tall}h-.7z`;
    })
    .join('');
}
