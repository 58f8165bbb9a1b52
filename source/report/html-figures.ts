import type { EventOf } from '../journal/events.ts';
import { count, percent } from '../lab/model/text-format.ts';
import { type Html, html } from './html-text.ts';
import type { CounterSample } from './session-record.ts';

const width = 720;

/** Received of the window, by partition, as bars; `counted` is one count of a consumer. */
export function drawShares(title: string, counted: EventOf<'counted'>): Html {
  const rowHeight = 26;
  const left = 40;
  const room = width - left - 190;
  const largest = Math.max(1, ...counted.partitions.map((each) => each.endOffset - each.startOffset));
  const rows = counted.partitions.map((each, index) => {
    const window = each.endOffset - each.startOffset;
    const y = index * rowHeight;
    return html`<text x="0" y="${y + 17}">p${each.partition}</text>
<rect x="${left}" y="${y + 4}" width="${round((room * window) / largest)}" height="18" fill="none" stroke="currentColor" opacity=".4"/>
<rect x="${left}" y="${y + 4}" width="${round((room * Math.min(each.distinct, window)) / largest)}" height="18" fill="var(--one)"/>
<text x="${left + room + 10}" y="${y + 17}">${count(each.distinct)} of ${count(window)}</text>`;
  });
  const share = counted.window === 0 ? 0 : counted.received / counted.window;
  const caption = `${title}: ${count(counted.received)} of ${count(counted.window)} messages received, ${percent(share)}`;
  return html`<figure><svg viewBox="0 0 ${width} ${counted.partitions.length * rowHeight}" role="img" aria-label="${caption}">
${rows}</svg><figcaption>${caption}</figcaption></figure>
`;
}

/** Produced and received over time, with a line where the consumer changed; nothing for fewer than two samples. */
export function drawTimeline(samples: readonly CounterSample[]): Html {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return html``;
  const height = 200;
  const largest = Math.max(1, ...samples.map((each) => Math.max(each.produced, each.received ?? 0)));
  const x = (atMs: number): number => round(((atMs - first.atMs) / (last.atMs - first.atMs)) * width);
  const y = (value: number): number => round(height - (value / largest) * (height - 14));
  const produced = samples.map((each) => `${x(each.atMs)},${y(each.produced)}`).join(' ');
  const received = knownRuns(samples).map((run) =>
    run.map(({ atMs, received: known }) => `${x(atMs)},${y(known)}`).join(' '),
  );
  const swaps = samples.flatMap((each, index) => {
    const before = samples[index - 1]?.consumer;
    return before !== undefined && before !== each.consumer ? [x(each.atMs)] : [];
  });
  const ofConsumer =
    received.length > 0
      ? ' and received by the consumer that ran (blue)'
      : '; nothing tells what the consumer received';
  const caption = `Messages in the topic (yellow)${ofConsumer}, up to ${count(largest)}, over ${Math.round((last.atMs - first.atMs) / 1000)} seconds. A dashed line is where the consumer changed.`;
  return html`<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${caption}">
${swaps.map((at) => html`<line x1="${at}" x2="${at}" y1="0" y2="${height}" stroke="currentColor" stroke-dasharray="4 4" opacity=".5"/>`)}
<polyline points="${produced}" fill="none" stroke="var(--two)" stroke-width="2"/>
${received.map((points) => html`<polyline points="${points}" fill="none" stroke="var(--one)" stroke-width="2"/>\n`)}<line x1="0" x2="${width}" y1="${height}" y2="${height}" stroke="currentColor"/></svg><figcaption>${caption}</figcaption></figure>
`;
}

/** The samples of which is known what was received, in runs: no line is drawn across a gap. */
function knownRuns(samples: readonly CounterSample[]): { atMs: number; received: number }[][] {
  const runs: { atMs: number; received: number }[][] = [[]];
  for (const { atMs, received } of samples)
    if (received === undefined) runs.push([]);
    else runs.at(-1)?.push({ atMs, received });
  return runs.filter(({ length }) => length > 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
