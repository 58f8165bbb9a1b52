import { useRef } from 'react';
import type { SessionView } from '../../session/view.ts';

export interface Rates {
  readonly produced: readonly number[];
  readonly received: readonly number[];
}

const mostKept = 60;
/** A count is published and shown again within a second: once is enough. */
const everyMs = 900;

/** The rates of the last minute, one per second in which the session counted. */
export function useRates(view: SessionView): Rates {
  const kept = useRef<{ tally: SessionView['tally']; at: number; rates: Rates }>(undefined);
  const now = performance.now();
  if (!kept.current || (kept.current.tally !== view.tally && now - kept.current.at >= everyMs)) {
    const { produced, received } = kept.current?.rates ?? { produced: [], received: [] };
    kept.current = {
      tally: view.tally,
      at: now,
      rates: {
        produced: [...produced, view.producedPerSecond].slice(-mostKept),
        received: [...received, view.receivedPerSecond].slice(-mostKept),
      },
    };
  }
  return kept.current.rates;
}
