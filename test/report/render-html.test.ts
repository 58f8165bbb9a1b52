import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalEvent } from '../../source/journal/events.ts';
import { escapeHtml, html } from '../../source/report/html-text.ts';
import { castOf, htmlOf, markdownOf } from './rendered.ts';

function journal(...entries: (JournalEntry & { ms?: number })[]): JournalEvent[] {
  return entries.map((entry, index) => ({
    v: 1,
    at: `2026-11-22T14:29:${String(index).padStart(2, '0')}.000Z`,
    ms: index * 500,
    ...entry,
  }));
}

const evil = '</code><script>alert("x")</script>&\'';
const counted = (consumer: 'partition' | 'group', received: number): JournalEntry => ({
  type: 'counted',
  consumer,
  window: 400,
  received,
  settled: true,
  partitions: [0, 1, 2, 3].map((partition) => ({
    partition,
    startOffset: 0,
    endOffset: 100,
    received: received / 4,
    distinct: received / 4,
    duplicates: 0,
  })),
});
const checked = (step: string, check: string, evidence: string): JournalEntry => ({
  type: 'check-passed',
  step,
  check,
  title: `title of ${check}`,
  evidence,
  durationMs: 10,
});

const events = journal(
  {
    type: 'session-started',
    app: '1.0.0',
    node: 'v20',
    platform: 'linux x64',
    cluster: 'embedded',
    lab: 'kafka-on-kubernetes',
  },
  { type: 'prediction', step: '2.2', choice: 'all', text: 'all of them' },
  { type: 'step-started', step: '2.5', title: evil },
  { type: 'command-started', command: 1, line: `echo ${evil}`, step: '2.5', attempt: 1 },
  { type: 'command-output', command: 1, stream: 'stdout', text: evil },
  { type: 'command-ended', command: 1, ending: 'exited', exitCode: 0, durationMs: 5 },
  counted('partition', 100),
  checked('2.5', 'share-quarter', evil),
  { type: 'graded', step: '2.2', choice: 'all', actual: 'quarter', right: false, evidence: '25.00 %' },
  { type: 'step-ended', step: '2.5', outcome: 'passed', durationMs: 100 },
  { type: 'answer', step: '2.5', question: '2.2', text: evil },
  { type: 'step-started', step: '2.2', title: 'Deploy the clients' },
  { type: 'step-ended', step: '2.2', outcome: 'passed', durationMs: 100 },
  { type: 'counters', consumer: 'partition', endOffsets: [100, 100], received: [50, 0] },
  { type: 'swap', from: 'partition', to: 'group', pod: 'c-2' },
  { type: 'counters', consumer: 'group', endOffsets: [200, 200], received: [200, 200] },
  counted('group', 400),
  {
    type: 'before-after',
    window: 200,
    before: 50,
    after: 200,
    partitions: [0, 1].map((partition) => ({
      partition,
      startOffset: 0,
      endOffset: 100,
      before: partition === 0 ? 50 : 0,
      after: 100,
    })),
  },
  { type: 'step-started', step: '4.3', title: 'Five' },
  checked('4.3', 'scale-5-idle', '5 members, 4 partitions, idle: …x7k2p'),
  { type: 'rebalance', members: [{ member: 'm-1', pod: 'c-2', partitions: [0, 1, 2, 3] }] },
  { type: 'regressed', step: '1.5', check: 'x', title: 'brokers', evidence: 'broker ids 0, 2' },
);

describe('the HTML report', () => {
  const page = htmlOf(events);

  it('escapes all text from outside', () => {
    expect(page).not.toContain('<script');
    expect(page.split(escapeHtml(evil)).length - 1).toBe(6);
  });

  it('loads nothing and runs nothing', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/\b(?:src|href|xlink:href)=|url\(|@import|\son\w+=/);
  });

  it('says how many entries its bounds left out, in the words of Markdown', () => {
    const notices = Array.from(
      { length: 5_003 },
      (): JournalEntry => ({ type: 'notice', level: 'info', text: 'n' }),
    );
    const said = '3 more entries are left out: a session has no such number of one kind';
    expect(htmlOf(journal(...notices))).toContain(`<li>${said}</li>`);
    expect(markdownOf(journal(...notices))).toContain(`- ${said}`);
    expect(page).not.toContain('left out');
  });

  it('draws the shares and the timeline, and compares the same messages', () => {
    expect(page).toContain('Partition 0 only: 100 of 400 messages received, 25.00 %');
    expect(page).toContain('Consumer group: 400 of 400 messages received, 100.00 %');
    expect(page).toContain('<polyline points="0,');
    expect(page).toContain('stroke-dasharray');
    expect(page).toContain('50 = 25.00 %');
  });

  it('draws no line at zero for a client of which nothing tells what it received', () => {
    const counters = [0, 10, 20].map(
      (produced): JournalEntry => ({
        type: 'counters',
        consumer: 'group',
        endOffsets: [produced, produced],
        received: [0, 0],
        estimated: true,
      }),
    );
    const foreign = htmlOf(journal(...counters));
    expect(foreign).toContain('nothing tells what the consumer received');
    expect(foreign.match(/<polyline/g)).toHaveLength(1);
    expect(foreign).not.toMatch(/<polyline[^>]*--one/);
  });

  it('fills Table 1 with the measurements, and names the missing steps', () => {
    expect(page).toContain('idle: …x7k2p');
    expect(page).toContain('not measured: step 4.5');
    expect(page).toContain('all of them</em>: wrong');
  });

  it('exists for a session in which nothing happened', () => {
    expect(htmlOf([])).toContain('Checks passed: 0 of');
  });

  it('has markup only from templates', () => {
    expect(html`<b title="${'"><i>'}">${['<', html`<i></i>`, undefined, 3]}</b>`.text).toBe(
      '<b title="&quot;&gt;&lt;i&gt;">&lt;<i></i>3</b>',
    );
  });
});

describe('the transcript of experiments', () => {
  const markdown = markdownOf(events);

  it('has Table 1, the same messages before and after, and the predictions', () => {
    expect(markdown).toContain('| Scalability | None: it chooses its partition itself');
    expect(markdown).toContain('✔ title of scale-5-idle: 5 members, 4 partitions, idle: …x7k2p');
    expect(markdown).toContain('| all | 200 | 50 = 25.00 % | 200 = 100.00 % |');
    expect(markdown).toContain('*all of them*: wrong, `25.00 %`');
  });

  it('reports rebalances, and steps that regressed', () => {
    expect(markdown).toContain('the group is stable with 1 members: `c-2` p0 p1 p2 p3');
    expect(markdown).toContain('step 1.5 no longer held: brokers: `broker ids 0, 2`');
  });
});

describe('the asciicast', () => {
  it('has a header and one event per line, at the pace of the session, with idle time shortened', () => {
    const slow = events.map((event, index) => (index < 5 ? event : { ...event, ms: event.ms + 60_000 }));
    const [header, ...lines] = castOf(slow)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(header).toMatchObject({ version: 2, width: 120, height: 36, timestamp: 1795357740 });
    const times = lines.map(([at]: [number]) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBe(0);
    expect(times[2]).toBe(1);
    expect(times[3]).toBe(3);
    expect(lines[1]).toEqual([0.5, 'o', `$ echo ${evil}\r\n`]);
    expect(lines.every(([, kind]: [number, string]) => kind === 'o')).toBe(true);
  });

  it('never goes back in time if a session was resumed', () => {
    const twice = [...events, ...events];
    const times = castOf(twice)
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line)[0] as number);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

it('shows the answer to a question of a step that was not run', () => {
  const answer = {
    v: 1,
    at: '2026-11-23T02:00:00.000Z',
    ms: 1,
    type: 'answer',
    step: '1.8',
    question: '1.2.1',
  };
  const page = htmlOf([{ ...answer, text: 'through <ZooKeeper>' } as JournalEvent]);
  expect(page).toContain('<blockquote>through &lt;ZooKeeper&gt;</blockquote>');
});
