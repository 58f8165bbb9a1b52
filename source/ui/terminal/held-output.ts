import { format } from 'node:util';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
const mostLines = 200;
const longestLine = 2_000;

/** Lines that would have been printed over the screen; the oldest are dropped if there are too many. */
export interface HeldOutput {
  readonly lines: readonly string[];
  /** Restores `console` and the printing of warnings. */
  release(): void;
}

/**
 * Holds back what libraries print while the screen has the terminal: `console.*`, and process warnings, which Node itself
 * prints through a listener of its own.
 */
export function holdOutput(): HeldOutput {
  const lines: string[] = [];
  const hold = (text: string): void => {
    lines.push(text.slice(0, longestLine));
    if (lines.length > mostLines) lines.shift();
  };
  const originals = methods.map((method) => [method, console[method]] as const);
  for (const method of methods) {
    console[method] = (...parts: unknown[]) => hold(`${method}: ${format(...parts)}`);
  }
  const printers = process.listeners('warning');
  const warned = (warning: Error): void => hold(`${warning.name}: ${warning.message}`);
  process.removeAllListeners('warning');
  process.on('warning', warned);
  let held = true;
  return {
    lines,
    release() {
      if (!held) return;
      held = false;
      for (const [method, original] of originals) console[method] = original;
      process.removeListener('warning', warned);
      for (const printer of printers) process.on('warning', printer);
    },
  };
}
