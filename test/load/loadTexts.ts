/** A short sentence for each client that no other client says, nor anything that sounds like it. */
export function loadText(clientIndex: number): string {
  const animal = animals[clientIndex % animals.length];
  const place = places[Math.floor(clientIndex / animals.length) % places.length];
  return `The ${animal} sleeps ${place}.`;
}

/** Several units, to be cancelled in the middle. */
export function longLoadText(clientIndex: number): string {
  return Array.from({ length: 8 }, () => loadText(clientIndex)).join(' ');
}

const animals = ['tiger', 'donkey', 'rabbit', 'elephant', 'monkey', 'spider', 'penguin', 'buffalo'];

const places = [
  'under the bridge',
  'near the window',
  'behind the church',
  'on the mountain',
  'inside the garage',
  'beside the river',
  'below the kitchen table',
  'across the yellow field',
  'between two old trees',
  'above the railway station',
  'in front of the hospital',
  'outside the city',
  'in the morning sun',
];
