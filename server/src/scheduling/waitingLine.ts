import { priorities, type Priority } from '../../../protocol/priority.ts';

export interface WaitingUnit {
  readonly priority: Priority;
  /** Who asked for it: a connection. */
  readonly owner: string;
}

export interface TakeOptions<Unit> {
  readonly nowMs: number;
  /** Whether a unit can start beside those that run; where it cannot, it keeps its turn. */
  readonly hasPlace: (unit: Unit) => boolean;
  /** Leaves units of priority `book` where they are. */
  readonly holdsBackground: boolean;
}

/**
 * The units that wait for one lane. Higher priority goes first; among equals the owners take turns, one unit each;
 * an owner's own units keep their order. So a unit at the head of its owner's units waits for at most one unit of
 * each other owner of its priority.
 */
export interface WaitingLine<Unit extends WaitingUnit> {
  add(unit: Unit, nowMs: number): void;
  /** Takes a unit out, if it waits here. */
  remove(unit: Unit): void;
  /** Takes out the unit whose turn it is; null where none may start, or where it has no place. */
  take(options: TakeOptions<Unit>): Unit | null;
  countOf(priority: Priority): number;
}

/**
 * @param bookPatienceMs  a unit of a book goes before the previews when books have waited so long without a start,
 *                        so that previews slow a book down and never stop it; before dictation and interactive
 *                        speech it never goes, for those leave gaps by themselves
 */
export function createWaitingLine<Unit extends WaitingUnit>(bookPatienceMs: number): WaitingLine<Unit> {
  const rings: Readonly<Record<Priority, Ring<Unit>>> = {
    dictation: createRing(),
    interactive: createRing(),
    preview: createRing(),
    book: createRing(),
  };
  let booksWaitSinceMs = 0;

  const nextPriority = ({ nowMs, holdsBackground }: TakeOptions<Unit>): Priority | undefined => {
    const mayStart = priorities.filter(
      (priority) => rings[priority].count() > 0 && !(holdsBackground && priority === 'book'),
    );
    const [first] = mayStart;
    const isBookOverdue = mayStart.includes('book') && nowMs - booksWaitSinceMs >= bookPatienceMs;
    return first === 'preview' && isBookOverdue ? 'book' : first;
  };

  return {
    add(unit, nowMs) {
      if (unit.priority === 'book' && rings.book.count() === 0) booksWaitSinceMs = nowMs;
      rings[unit.priority].add(unit);
    },
    remove(unit) {
      rings[unit.priority].remove(unit);
    },
    take(options) {
      const priority = nextPriority(options);
      if (priority === undefined) return null;
      const unit = rings[priority].take(options.hasPlace);
      if (unit !== null && priority === 'book') booksWaitSinceMs = options.nowMs;
      return unit;
    },
    countOf: (priority) => rings[priority].count(),
  };
}

interface Ring<Unit> {
  add(unit: Unit): void;
  remove(unit: Unit): void;
  take(hasPlace: (unit: Unit) => boolean): Unit | null;
  count(): number;
}

/**
 * The units of one priority. The map's order is the order of turns. Who was served goes to its end only when the next
 * one is, behind those who came meanwhile: whoever asks for one unit after the other gets every second turn beside
 * an owner with a hundred.
 */
function createRing<Unit extends WaitingUnit>(): Ring<Unit> {
  const unitsByOwner = new Map<string, Unit[]>();
  let lastServed: string | null = null;

  const moveToEnd = (owner: string): void => {
    const units = unitsByOwner.get(owner);
    if (units === undefined) return;
    unitsByOwner.delete(owner);
    unitsByOwner.set(owner, units);
  };

  return {
    add(unit) {
      const units = unitsByOwner.get(unit.owner);
      if (units === undefined) unitsByOwner.set(unit.owner, [unit]);
      else units.push(unit);
    },
    remove(unit) {
      const units = unitsByOwner.get(unit.owner) ?? [];
      const index = units.indexOf(unit);
      if (index < 0) return;
      units.splice(index, 1);
      if (units.length === 0) unitsByOwner.delete(unit.owner);
    },
    take(hasPlace) {
      const owner = [...unitsByOwner.keys()].find((one) => one !== lastServed) ?? lastServed;
      const units = owner === null ? undefined : unitsByOwner.get(owner);
      const [unit] = units ?? [];
      if (units === undefined || unit === undefined || !hasPlace(unit)) return null;
      if (lastServed !== null) moveToEnd(lastServed);
      units.shift();
      if (units.length === 0) unitsByOwner.delete(unit.owner);
      lastServed = owner;
      return unit;
    },
    count: () => [...unitsByOwner.values()].reduce((count, units) => count + units.length, 0),
  };
}
