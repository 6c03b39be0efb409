/** Items on their way from who pushes them to one who pulls them, in order. */
export interface ItemQueue<Item> {
  /** What comes after the end is dropped. */
  add(item: Item): void;
  /** @param outcome  its fulfilment ends the items after those that wait; its rejection is thrown to the reader then */
  endWith(outcome: Promise<unknown>): void;
  /** Waiting for the reader. */
  readonly size: number;
  /** To be read once. */
  readonly items: AsyncIterable<Item>;
}

export interface ItemQueueOptions {
  /** Told when the reader has taken an item, with how many still wait; -1 when it has stopped reading. */
  readonly onTaken?: (waitingCount: number) => void;
}

export function createItemQueue<Item>({ onTaken }: ItemQueueOptions = {}): ItemQueue<Item> {
  const waiting: Item[] = [];
  let ending: { readonly error: unknown } | 'ended' | null = null;
  let wake = (): void => undefined;
  const end = (how: NonNullable<typeof ending>): void => {
    ending ??= how;
    wake();
  };
  return {
    add(item) {
      if (ending !== null) return;
      waiting.push(item);
      wake();
    },
    endWith(outcome) {
      outcome.then(
        () => {
          end('ended');
        },
        (error: unknown) => {
          end({ error });
        },
      );
    },
    get size() {
      return waiting.length;
    },
    items: { [Symbol.asyncIterator]: read },
  };

  async function* read(): AsyncGenerator<Item, void, undefined> {
    try {
      for (;;) {
        const item = waiting.shift();
        if (item !== undefined) {
          onTaken?.(waiting.length);
          yield item;
        } else if (ending === 'ended') {
          return;
        } else if (ending !== null) {
          throw ending.error;
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      ending ??= 'ended';
      waiting.length = 0;
      onTaken?.(-1);
    }
  }
}
