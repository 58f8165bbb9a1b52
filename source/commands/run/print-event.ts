import type { SessionEvent } from '../../session/session-events.ts';

/** `312` → `0.3 s` */
function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** The lines that a run without a screen prints for an event, without line ends; none for most. */
export function linesOfEvent(event: SessionEvent): string[] {
  switch (event.type) {
    case 'step-started':
      return ['', `${event.step} ${event.title}`];
    case 'command-started': {
      const note = event.standsFor === undefined ? '' : `   (on kind: ${event.standsFor})`;
      return [`$ ${event.line}${note}`];
    }
    case 'command-output':
      // lines that only the journal omitted were printed as they arrived
      return event.elided === undefined ? event.text.split('\n') : [];
    case 'more-output':
      return event.text.split('\n');
    case 'command-ended':
      return event.exitCode === 0 ? [] : [`exit code ${event.exitCode}`];
    case 'note':
      return [`· ${event.text}`];
    case 'check-passed':
      return [`✔ ${event.title}  ${seconds(event.durationMs)}`];
    case 'check-failed':
    case 'check-unjudged':
      return [
        `${event.type === 'check-failed' ? '✘' : '?'} ${event.title}  ${seconds(event.durationMs)}${event.type === 'check-failed' ? '' : '  not judged'}`,
        `  ${event.evidence}`,
        ...(event.hint === undefined ? [] : [`  hint: ${event.hint}`]),
      ];
    case 'swap':
      return [`· the consumer is now: ${event.to === 'group' ? 'consumer group' : 'partition 0 only'}`];
    case 'notice':
      return event.text.split('\n').map((line) => (event.level === 'error' ? `! ${line}` : `· ${line}`));
    case 'journal-banner':
      return event.text === undefined ? [] : [`! ${event.text}`];
    default:
      return [];
  }
}
