import type { JournalEvent } from '../journal/events.ts';
import type { Lab } from '../lab/model/step.ts';
import { type SafeText, safe, safeJson, safeLines, trusted, visible } from '../text/safe-text.ts';
import { joinStyled, type StyledText, withStyle } from '../text/styled-text.ts';

const longestIdleSeconds = 2;
const size = { width: 120, height: 36 };

const bold = (text: SafeText): StyledText => withStyle('1', text);
const good = (text: SafeText): StyledText => withStyle('32', text);
const bad = (text: SafeText): StyledText => withStyle('31', text);
const quiet = (text: SafeText): StyledText => withStyle('2', text);

/**
 * A session as an asciicast, version 2 (docs.asciinema.org/manual/asciicast/v2): a header line, then `[seconds, "o", text]` a
 * line. Commands, their output and their checks, at the pace at which they happened; idle time is shortened. Nothing is kept of the
 * lines.
 */
export class CastWriter {
  #seconds = 0;
  #lastMs: number | undefined;

  /** The first line. `startedAt`: the time of the first event, ms since the epoch. */
  header(lab: Lab, startedAt = 0): SafeText {
    const header = {
      version: 2,
      ...size,
      timestamp: Math.floor(startedAt / 1000),
      title: lab.title,
      env: { TERM: 'xterm-256color' },
    };
    return safeLines([safeJson(header)]);
  }

  /** The line of an event; undefined for one that the recording does not show. */
  line(event: JournalEvent): SafeText | undefined {
    // another process has another origin of time: how long it was in between is not worth showing
    if (event.type === 'session-started') this.#lastMs = undefined;
    const shown = textOf(event);
    if (shown === undefined) return undefined;
    if (this.#lastMs !== undefined)
      this.#seconds += Math.min(longestIdleSeconds, Math.max(0, (event.ms - this.#lastMs) / 1000));
    this.#lastMs = event.ms;
    return safeLines([safeJson([Number(this.#seconds.toFixed(3)), 'o', shown.replaceAll('\n', '\r\n')])]);
  }
}

/** What the recording's terminal receives: our own colours, and no other escape sequence. */
function textOf(event: JournalEvent): StyledText | undefined {
  switch (event.type) {
    case 'step-started':
      return joinStyled([newline, bold(safe`${event.step} ${event.title}`), newline]);
    case 'command-started': {
      const prompt = safe`$ ${event.line}`;
      return joinStyled([event.attempt > 1 ? quiet(prompt) : prompt, newline]);
    }
    case 'command-output': {
      const left = event.elided;
      return joinStyled([
        left === undefined ? visible(event.text) : quiet(safe`(${left} more lines were not recorded)`),
        newline,
      ]);
    }
    case 'command-ended':
      return event.exitCode === 0
        ? undefined
        : joinStyled([quiet(safe`exit code ${event.exitCode}`), newline]);
    case 'check-passed':
      return joinStyled([
        good(trusted('✔')),
        safe` ${event.title}  `,
        quiet(visible(event.evidence)),
        newline,
      ]);
    case 'check-failed':
      return joinStyled([bad(trusted('✘')), safe` ${event.title}  ${event.evidence}\n`]);
    case 'check-unjudged':
      return joinStyled([bold(trusted('?')), safe` ${event.title}, not judged  ${event.evidence}\n`]);
    case 'swap':
      return joinStyled([
        bold(safe`the consumer is now: ${event.to === 'group' ? 'consumer group' : 'partition 0 only'}`),
        newline,
      ]);
    default:
      return undefined;
  }
}

const newline = trusted('\n');
