import { openPty } from '../../../terminal/pty-screen.ts';
import { until } from '../../../ui/until.ts';

export interface TerminalRun {
  readonly bytes: string;
  /** Undefined if it did not end in time and was killed. */
  readonly code: number | undefined;
}

/** Runs a verb that has no screen in a terminal, to its end. A question whether to replace a cluster is answered with no. */
export async function runInTerminal(
  cli: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  timeoutMs = 30_000,
): Promise<TerminalRun> {
  const screen = openPty(process.execPath, [cli, ...words], { columns: 200, rows: 50, env });
  try {
    const isOver = () => screen.exit() !== undefined;
    const isAsked = () => screen.text().includes('[y/N]');
    await until(() => isOver() || isAsked(), screen.text, timeoutMs);
    if (isAsked()) screen.type('n\r');
    await until(isOver, screen.text, timeoutMs);
    return { bytes: screen.bytes(), code: screen.exit()?.exitCode };
  } catch {
    return { bytes: screen.bytes(), code: undefined };
  } finally {
    screen.close();
  }
}
