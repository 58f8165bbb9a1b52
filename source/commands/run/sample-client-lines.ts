import type { SessionEvent } from '../../session/session-events.ts';
import { linesOfEvent } from './print-event.ts';

/** Lines of one command that are printed at once, and how many more each second. */
const burst = 60;
const perSecond = 10;

/** `kubectl logs`, in any form: what it prints, a client wrote. */
const printsLogs = /\blogs\b/;

interface Sampled {
  budget: number;
  at: number;
  left: number;
}

/**
 * The lines for the events of a run, in order. A client may log every message: of a command that shows a log, only some lines are printed,
 * and at its end how many were not. Its checks and the journal are not affected. `now`: ms of a clock that only goes forward.
 */
export function sampleClientLines(
  now: () => number = () => performance.now(),
): (event: SessionEvent) => string[] {
  const commands = new Map<number, Sampled>();
  return (event) => {
    switch (event.type) {
      case 'command-started':
        if (printsLogs.test(event.line)) commands.set(event.command, { budget: burst, at: now(), left: 0 });
        return linesOfEvent(event);
      case 'command-output':
      case 'more-output': {
        const sampled = commands.get(event.command);
        const lines = linesOfEvent(event);
        return sampled === undefined ? lines : take(sampled, lines, now());
      }
      case 'command-ended': {
        const left = commands.get(event.command)?.left ?? 0;
        commands.delete(event.command);
        const note = left === 0 ? [] : [`· ${left.toLocaleString('en')} more lines of the log are not shown`];
        return [...note, ...linesOfEvent(event)];
      }
      default:
        return linesOfEvent(event);
    }
  };
}

function take(sampled: Sampled, lines: readonly string[], now: number): string[] {
  sampled.budget = Math.min(burst, sampled.budget + ((now - sampled.at) / 1000) * perSecond);
  sampled.at = now;
  const kept = lines.slice(0, Math.floor(sampled.budget));
  sampled.budget -= kept.length;
  sampled.left += lines.length - kept.length;
  return kept;
}
