import { useStdout } from 'ink';
import { useLayoutEffect } from 'react';
import type { ScreenOutput } from '../terminal/screen-output.ts';

/** Lets the output request a full redraw, from the first frame on. */
export function useRedraw(output: ScreenOutput | undefined): void {
  const { write } = useStdout();
  useLayoutEffect(() => output?.redrawWith(write), [output, write]);
}
