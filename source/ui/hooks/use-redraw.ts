import { useStdout } from 'ink';
import { useEffect } from 'react';
import type { ScreenOutput } from '../terminal/screen-output.ts';

/** Lets the output draw the whole frame again. */
export function useRedraw(output: ScreenOutput | undefined): void {
  const { write } = useStdout();
  useEffect(() => output?.redrawWith(write), [output, write]);
}
