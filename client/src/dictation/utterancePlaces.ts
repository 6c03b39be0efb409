/** Where the utterances of one dictation went: they are taken back from there, the last one first. */
export interface UtterancePlaces {
  wrote(place: UtterancePlace): void;
  /** The last one that is left. @returns whether there is one and its place has let it go */
  takeBack(): Promise<boolean>;
}

export type UtterancePlace = 'document' | 'clipboard';

/** @param takeBack  the last utterance of a place, as of `UtterancePlaces` */
export function createUtterancePlaces(
  takeBack: Readonly<Record<UtterancePlace, () => Promise<boolean>>>,
): UtterancePlaces {
  const places: UtterancePlace[] = [];
  return {
    wrote: (place) => void places.push(place),
    async takeBack() {
      const place = places.at(-1);
      if (place === undefined || !(await takeBack[place]())) return false;
      places.pop();
      return true;
    },
  };
}
