import type { UserTerminal } from '../../cluster/kubectl/verb/user-terminal.ts';
import { setRawMode } from '../../terminal/raw-mode.ts';

/** The terminal that this program runs in; undefined where its input or output is something else. */
export function userTerminal(): UserTerminal | undefined {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return {
    size: () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }),
    takeKeys: () => {
      const isRaw = setRawMode(stdin, true);
      return () => {
        if (isRaw) setRawMode(stdin, false);
      };
    },
    onResize: (listener) => {
      stdout.on('resize', listener);
      return () => void stdout.off('resize', listener);
    },
  };
}
