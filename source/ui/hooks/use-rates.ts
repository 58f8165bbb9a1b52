import { useRef } from 'react';
import type { SessionView } from '../../session/view.ts';

export interface Rates {
  readonly produced: readonly number[];
  readonly received: readonly number[];
}

const mostKept = 60;

/** The rates of the last minute: one of each for every count of the session. */
export function useRates(view: SessionView): Rates {
  const kept = useRef<{ tally: SessionView['tally']; rates: Rates }>(undefined);
  if (kept.current?.tally !== view.tally) {
    const { produced, received } = kept.current?.rates ?? { produced: [], received: [] };
    kept.current = {
      tally: view.tally,
      rates: {
        produced: [...produced, view.producedPerSecond].slice(-mostKept),
        received: [...received, view.receivedPerSecond].slice(-mostKept),
      },
    };
  }
  return kept.current.rates;
}
