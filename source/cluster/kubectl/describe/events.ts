import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { age } from '../../../kubernetes-values/age.ts';
import type { Description } from './description.ts';

export function describeEvents(out: Description, events: readonly Stored<'events'>[] | undefined): void {
  if (events === undefined) return;
  if (events.length === 0) {
    out.line(0, 'Events:\t<none>');
    return;
  }
  out.line(0, 'Events:');
  out.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  out.line(1, '----\t------\t----\t----\t-------');
  const byTime = [...events].sort((a, b) => lastSeen(a) - lastSeen(b));
  for (const event of byTime) {
    const first = age(event.firstTimestamp ?? event.eventTime ?? undefined);
    const count = event.series?.count ?? event.count ?? 1;
    const last = event.series?.lastObservedTime ?? event.lastTimestamp ?? undefined;
    const shown = count > 1 ? `${age(last)} (x${count} over ${first})` : first;
    const from = event.source?.component || event.reportingComponent || '';
    out.line(
      1,
      `${event.type}\t${event.reason}\t${shown}\t${from}\t${String(event.message ?? '')
        .trim()
        .replaceAll('\n', ' ')}`,
    );
  }
}

/** kubectl sorts by this field only: an event of the newer API, which lacks it, comes first. */
function lastSeen(event: Stored<'events'>): number {
  return Date.parse(event.lastTimestamp ?? '') || 0;
}
