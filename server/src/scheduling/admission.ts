import { SpeechError } from '../../../protocol/errors.ts';
import { priorities } from '../../../protocol/priority.ts';
import type { Caller } from './engineLanes.ts';

/** Bounds how many requests there are at a time. One that was let in is never refused in its middle. */
export interface Admission {
  /**
   * @returns to be disposed of at the end of the request; twice is as once
   * @throws SpeechError busy, with `data` {queuePosition, waitingCount, limit}
   */
  admit(caller: Caller): Disposable;
}

/** How many requests may run or wait; each counts those of the same or a higher priority. */
export interface MaxRequests {
  readonly perOwner: number;
  /** A full line of books refuses no dictation. */
  readonly inAll: number;
}

export function createAdmission({ perOwner, inAll }: MaxRequests): Admission {
  const admitted = new Set<Caller>();
  return {
    admit({ owner, priority }) {
      const rank = priorities.indexOf(priority);
      const before = [...admitted].filter((other) => priorities.indexOf(other.priority) <= rank);
      const ownCount = before.filter((other) => other.owner === owner).length;
      if (ownCount >= perOwner) {
        throw busy(`${ownCount} requests of this connection run or wait already, as many as it may have.`, {
          queuePosition: before.length + 1,
          waitingCount: ownCount,
          limit: perOwner,
        });
      }
      if (before.length >= inAll) {
        throw busy(
          `${before.length} requests as urgent as this one run or wait already, as many as there may be.`,
          {
            queuePosition: before.length + 1,
            waitingCount: before.length,
            limit: inAll,
          },
        );
      }
      const request = { owner, priority };
      admitted.add(request);
      return { [Symbol.dispose]: () => void admitted.delete(request) };
    },
  };
}

function busy(
  message: string,
  data: { readonly queuePosition: number; readonly waitingCount: number; readonly limit: number },
): SpeechError {
  return new SpeechError('busy', {
    message: `The speech service is busy: ${message}`,
    hint: 'Try again in a moment, or stop something that is being worked on.',
    data,
  });
}
