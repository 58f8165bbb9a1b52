import { createContext, type ReactElement, type ReactNode, useEffect, useState } from 'react';

/** The time, for `use(Now)`: only components that read it are drawn again when it changes. */
export const Now = createContext(0);

export interface ClockProps {
  /** Milliseconds between updates. */
  readonly every: number;
  readonly children: ReactNode;
}

/** Provides the time to its children. */
export function Clock({ every, children }: ClockProps): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    timer.unref();
    return () => clearInterval(timer);
  }, [every]);
  return <Now value={now}>{children}</Now>;
}
