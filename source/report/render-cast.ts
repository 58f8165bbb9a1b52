import type { JournalEvent } from '../journal/events.ts';
import type { Lab } from '../lab/step.ts';

const longestIdleSeconds = 2;
const size = { width: 120, height: 36 };

/** Terminal colours, by what they say here. */
const ink = {
  bold: '\u001b[1m',
  good: '\u001b[32m',
  bad: '\u001b[31m',
  quiet: '\u001b[2m',
  plain: '\u001b[0m',
};

/**
 * A session as an asciicast, version 2 (docs.asciinema.org/manual/asciicast/v2): a header line, then `[seconds, "o", text]` a
 * line. Commands, their output and their checks, at the pace at which they happened; where nothing did, time is cut short.
 */
export class CastBuilder {
  readonly #lab: Lab;
  readonly #lines: string[] = [];
  #startedAt: number | undefined;
  #seconds = 0;
  #lastMs: number | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  add(event: JournalEvent): void {
    this.#startedAt ??= Date.parse(event.at);
    // another process has another origin of time: how long it was in between is not worth showing
    if (event.type === 'session-started') this.#lastMs = undefined;
    const shown = textOf(event);
    if (shown === undefined) return;
    if (this.#lastMs !== undefined)
      this.#seconds += Math.min(longestIdleSeconds, Math.max(0, (event.ms - this.#lastMs) / 1000));
    this.#lastMs = event.ms;
    this.#lines.push(JSON.stringify([Number(this.#seconds.toFixed(3)), 'o', shown.replaceAll('\n', '\r\n')]));
  }

  text(): string {
    const header = {
      version: 2,
      ...size,
      timestamp: Math.floor((this.#startedAt ?? 0) / 1000),
      title: this.#lab.title,
      env: { TERM: 'xterm-256color' },
    };
    return `${[JSON.stringify(header), ...this.#lines].join('\n')}\n`;
  }
}

function textOf(event: JournalEvent): string | undefined {
  switch (event.type) {
    case 'step-started':
      return `\n${ink.bold}${event.step} ${event.title}${ink.plain}\n`;
    case 'command-started':
      return event.attempt > 1 ? `${ink.quiet}$ ${event.line}${ink.plain}\n` : `$ ${event.line}\n`;
    case 'command-output':
      return event.elided === undefined
        ? `${event.text}\n`
        : `${ink.quiet}(${event.elided} more lines were not recorded)${ink.plain}\n`;
    case 'command-ended':
      return event.exitCode === 0 ? undefined : `${ink.quiet}exit code ${event.exitCode}${ink.plain}\n`;
    case 'check-passed':
      return `${ink.good}✔${ink.plain} ${event.title}  ${ink.quiet}${event.evidence}${ink.plain}\n`;
    case 'check-failed':
      return `${ink.bad}✘${ink.plain} ${event.title}  ${event.evidence}\n`;
    case 'swap':
      return `${ink.bold}the consumer is now: ${event.to === 'group' ? 'consumer group' : 'partition 0 only'}${ink.plain}\n`;
    default:
      return undefined;
  }
}
