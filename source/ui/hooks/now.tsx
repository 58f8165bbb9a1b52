import { createContext, type ReactElement, type ReactNode, useEffect, useState } from 'react';

/** The time, for `use(Now)`: whoever reads it is drawn again when it moves on, and nobody else. */
export const Now = createContext(0);

export interface ClockProps {
  /** Milliseconds from one time to the next. */
  readonly every: number;
  readonly children: ReactNode;
}

/** Keeps the time for what is inside. */
export function Clock({ every, children }: ClockProps): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    timer.unref();
    return () => clearInterval(timer);
  }, [every]);
  return <Now value={now}>{children}</Now>;
}
