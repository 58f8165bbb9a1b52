import type { EventOf } from '../../journal/events.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { longestLine, mostOrigins } from '../model/bounds.ts';
import type { Finding } from '../model/finding.ts';

type Opening = EventOf<'session-started'>;

/** Who opened the session, where and with which lab, each time. */
export class Origins {
  readonly sessions = new Set<string>();
  readonly installations = new Set<string>();
  readonly names = new Set<string>();
  readonly emails = new Set<string>();
  readonly #labs = new Set<string>();
  first: Opening | undefined;
  openings = 0;
  unattended = 0;

  add(event: Opening): void {
    this.first ??= event;
    this.openings += 1;
    if (event.unattended === true) this.unattended += 1;
    keep(this.sessions, event.session);
    keep(this.installations, event.installation);
    keep(this.names, event.name);
    keep(this.emails, event.email?.toLowerCase());
    keep(this.#labs, event.labDigest ?? event.labVersion);
  }

  findings(): Finding[] {
    const found: Finding[] = [];
    if (this.unattended > 0)
      found.push({
        kind: 'unattended',
        weight: 'doubt',
        text: `${this.unattended === this.openings ? 'it is' : `${this.unattended} of its ${this.openings} openings are`} of \`kafka-lab run\`, which runs the lab by itself`,
      });
    if (this.installations.size > 1)
      found.push({
        kind: 'several-installations',
        weight: 'doubt',
        text: `${this.installations.size} installations wrote it`,
      });
    if (this.names.size > 1 || this.emails.size > 1)
      found.push({
        kind: 'several-names',
        weight: 'doubt',
        text: `it names several people: ${[...(this.names.size > 1 ? this.names : this.emails)].join(', ')}`,
      });
    if (this.#labs.size > 1)
      found.push({
        kind: 'several-lab-versions',
        weight: 'note',
        text: `the lab changed between its openings: ${this.#labs.size} versions`,
      });
    return found;
  }
}

function keep(known: Set<string>, value: string | undefined): void {
  if (value === undefined || known.size >= mostOrigins) return;
  const line = sanitizeLine(value.replaceAll('\n', ' '), longestLine).trim();
  if (line !== '') known.add(line);
}
