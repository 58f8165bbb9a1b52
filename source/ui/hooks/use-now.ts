import { useEffect, useState } from 'react';

/** The time, renewed every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    timer.unref();
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
