import { useRef } from 'react';

/** When the step that runs now was first seen running; undefined while none runs. */
export function useRunningSince(running: number | undefined, now: number): number | undefined {
  const since = useRef<{ running: number | undefined; at: number }>(undefined);
  if (since.current?.running !== running) since.current = { running, at: now };
  return running === undefined ? undefined : since.current?.at;
}
