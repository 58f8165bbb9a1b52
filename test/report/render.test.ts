import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalEvent } from '../../source/journal/events.ts';
import { code, duration, fenced, plain, quoted } from '../../source/report/markdown-text.ts';
import { jsonOf, markdownOf, recordOf } from './rendered.ts';

function journal(...entries: JournalEntry[]): JournalEvent[] {
  return entries.map((entry, ms) => ({
    v: 1,
    at: `2026-11-22T14:29:${String(ms).padStart(2, '0')}.000Z`,
    ms,
    ...entry,
  }));
}

const started: JournalEntry = {
  type: 'session-started',
  app: '0.1.0',
  node: 'v20.20.2',
  platform: 'linux x64',
  cluster: 'embedded',
  lab: 'kafka-on-kubernetes',
};

function command(
  number: number,
  line: string,
  text: string,
  more: Partial<Extract<JournalEntry, { type: 'command-started' }>> = {},
) {
  return [
    { type: 'command-started', command: number, line, attempt: 1, ...more },
    { type: 'command-output', command: number, stream: 'stdout', text },
    { type: 'command-ended', command: number, ending: 'exited', exitCode: 0, durationMs: 312 },
  ] satisfies JournalEntry[];
}

function counted(
  consumer: 'partition' | 'group',
  received: (window: number, partition: number) => number,
): JournalEntry {
  const partitions = [5_021, 4_980, 5_007, 4_992].map((window, partition) => ({
    partition,
    startOffset: 10,
    endOffset: 10 + window,
    received: received(window, partition),
    distinct: received(window, partition),
    duplicates: 0,
  }));
  return {
    type: 'counted',
    step: consumer === 'partition' ? '2.5' : '3.3',
    consumer,
    window: 20_000,
    received: partitions.reduce((sum, each) => sum + each.received, 0),
    settled: true,
    partitions,
  };
}

const whole = journal(
  started,
  { type: 'step-started', step: '1.1', title: 'Reset the cluster' },
  ...command(1, 'kafka-lab reset', 'up', { step: '1.1', standsFor: './reset_cluster.sh' }),
  {
    type: 'check-passed',
    step: '1.1',
    check: 'a',
    title: 'the cluster answers',
    evidence: '5 of 5 nodes ready',
    durationMs: 300,
  },
  { type: 'step-ended', step: '1.1', outcome: 'passed', durationMs: 1_200 },
  { type: 'step-started', step: '2.5', title: 'Count' },
  ...command(2, 'kubectl logs x', 'a ``` fence\n# not a heading', { step: '2.5' }),
  counted('partition', (window, partition) => (partition === 0 ? window : 0)),
  {
    type: 'check-failed',
    step: '2.5',
    check: 'b',
    title: 'a quarter',
    evidence: 'has `ticks` in it',
    hint: 'look *again*',
    durationMs: 61_000,
  },
  { type: 'step-ended', step: '2.5', outcome: 'failed', durationMs: 75_000 },
  { type: 'answer', step: '2.5', question: '2.2', text: '# one partition\n<b>of four</b>' },
  { type: 'swap', from: 'partition', to: 'group', pod: 'c-2' },
  ...command(3, 'kubectl set env x', 'updated'),
  counted('group', (window) => window),
  { type: 'pod-line', pod: 'c-2', podAt: 1, text: 'received' },
  { type: 'pod-lines-elided', pod: 'c-2', elided: 12 },
  { type: 'notice', level: 'info', text: 'transcript: x' },
  { type: 'session-ended' },
);

describe('the transcript', () => {
  const markdown = markdownOf(whole);

  it('says what kind of cluster it was, and that the embedded one is a model in one process', () => {
    expect(markdown).toContain('Cluster: embedded: one process');
    expect(markdown).toContain('kafka-lab 0.1.0, Node v20.20.2, linux x64');
    expect(markdownOf(journal({ ...started, cluster: 'kind' } as JournalEntry))).not.toContain('one process');
  });

  it('names the figures, shows each command with output, exit code and duration, and what it replaces', () => {
    expect(markdown).toContain('## 1.1 Reset the cluster (Figure 1)');
    expect(markdown).toContain('```console\n$ kafka-lab reset\nup\n```');
    expect(markdown).toContain('stands for `./reset_cluster.sh` on kind; exit code 0; 0.3 s.');
  });

  it('shows each check with its evidence, and a failed one with its hint', () => {
    expect(markdown).toContain('- ✔ **the cluster answers** (0.3 s): `5 of 5 nodes ready`');
    expect(markdown).toContain(
      '- ✘ **a quarter** (1 min 1 s): `` has `ticks` in it `` Hint: look \\*again\\*',
    );
  });

  it('cannot be broken out of by the output of a command or the input of a learner', () => {
    expect(markdown).toContain('````console\n$ kubectl logs x\na ``` fence\n# not a heading\n````');
    expect(markdown).toContain('> \\# one partition\n> \\<b\\>of four\\</b\\>');
  });

  it('has the questions, answered or not', () => {
    expect(markdown).toContain('**Question 2.2:**');
    expect(markdownOf(whole.filter((event) => event.type !== 'answer'))).toContain('*not answered*');
  });

  it('compares the share before and after the swap, per partition', () => {
    expect(markdown).toContain('| 0 | 5,021 of 5,021 | 0 | 5,021 of 5,021 | 0 |');
    expect(markdown).toContain('| 3 | 0 of 4,992 | 0 | 4,992 of 4,992 | 0 |');
    expect(markdown).toContain('| all | 5,021 of 20,000 = 25.11 % | 0 | 20,000 of 20,000 = 100.00 % | 0 |');
  });

  it('reports the swap, commands outside steps, and the number of omitted lines', () => {
    expect(markdown).toContain('the consumer changed from partition 0 only to consumer group, pod `c-2`');
    expect(markdown).toContain('$ kubectl set env x');
    expect(markdown).toContain('log of `c-2`: 1 lines recorded, 12 more were not');
  });

  it('reports that a shell was used, for how long, and that a solution was shown', () => {
    const text = markdownOf(
      journal(
        started,
        { type: 'shell-opened' },
        { type: 'shell-closed', durationMs: 61_000 },
        { type: 'solution-shown', step: '1.2' },
      ),
    );
    expect(text).toMatch(/back from a shell after 1 min/);
    expect(text).toContain('the solution of step 1.2 was shown before it was solved');
  });

  it('exists for a session in which nothing happened', () => {
    expect(markdownOf(journal(started))).toContain('Checks passed: 0 of');
    expect(markdownOf([])).toContain('# Kafka on Kubernetes: transcript');
  });
});

describe('the record of a session', () => {
  it('contains the last run of a step instead of earlier ones', () => {
    const record = recordOf(
      journal(
        started,
        { type: 'step-started', step: '1.2', title: 'a' },
        ...command(1, 'x', 'first', { step: '1.2' }),
        { type: 'step-ended', step: '1.2', outcome: 'failed', durationMs: 1 },
        { type: 'step-started', step: '1.2', title: 'a' },
        ...command(2, 'x', 'second', { step: '1.2' }),
        ...command(3, 'x', 'third', { step: '1.2', attempt: 2 }),
      ),
    );
    expect(record.steps).toMatchObject([{ id: '1.2', runs: 2, outcome: 'unfinished' }]);
    expect(record.steps[0]!.commands).toMatchObject([
      { line: 'x', attempts: 2, output: [{ text: 'third' }] },
    ]);
  });

  it('a command that a step repeats does not take the place of the same line before it', () => {
    const record = recordOf(
      journal(
        started,
        { type: 'step-started', step: '4.7', title: 'a' },
        ...command(1, 'x', 'before', { step: '4.7' }),
        ...command(2, 'start', '', { step: '4.7' }),
        ...command(3, 'x', 'too early', { step: '4.7' }),
        ...command(4, 'x', 'after', { step: '4.7', attempt: 2 }),
      ),
    );
    expect(record.steps[0]!.commands).toMatchObject([
      { line: 'x', output: [{ text: 'before' }] },
      { line: 'start' },
      { line: 'x', output: [{ text: 'after' }] },
    ]);
  });

  it.each([
    [2, 'once'],
    [3, 'twice'],
    [4, '3 times'],
  ])('of a session that was opened %d times says: %s', (openings, text) => {
    expect(markdownOf(journal(...Array.from({ length: openings }, () => started)))).toContain(
      `- Resumed ${text}\n`,
    );
  });

  it('distinguishes commands of a resumed session from earlier ones with the same number', () => {
    const record = recordOf(
      journal(
        started,
        { type: 'step-started', step: '1.2', title: 'a' },
        { type: 'command-started', command: 1, line: 'x', step: '1.2', attempt: 1 },
        started,
        { type: 'step-started', step: '1.3', title: 'b' },
        ...command(1, 'y', 'out', { step: '1.3' }),
      ),
    );
    expect(record.openings).toBe(2);
    expect(record.steps.map((step) => step.commands[0]!.output.length)).toEqual([0, 1]);
  });
});

describe('the JSON transcript', () => {
  it('contains the same, with shares and questions, as version 1', () => {
    const value = JSON.parse(jsonOf(whole));
    expect(value).toMatchObject({
      version: 1,
      lab: { id: 'kafka-on-kubernetes' },
      summary: { passed: 1 },
      shares: { before: { received: 5_021 }, after: { received: 20_000 } },
    });
    expect(value.steps.map((step: { id: string }) => step.id)).toEqual(['1.1', '2.5']);
    expect(value.steps[0].figures).toEqual(['Figure 1']);
    expect(value.questions.find((question: { id: string }) => question.id === '2.2').answer).toContain(
      'one partition',
    );
    expect(value.questions.find((question: { id: string }) => question.id === '3').answer).toBeNull();
  });
});

describe('text in Markdown', () => {
  it('is fenced with more backticks than it contains in a row', () => {
    expect(fenced('a').text).toBe('```text\na\n```');
    expect(fenced('a ````` b').text).toBe('``````text\na ````` b\n``````');
  });

  it('is a code span on one line', () => {
    expect(code('a\nb').text).toBe('`a b`');
    expect(code('a `` b').text).toBe('``` a `` b ```');
  });

  it('has no special characters for Markdown or HTML', () => {
    expect(plain('a_b <i> [x](y) & `c`').text).toBe('a\\_b \\<i\\> \\[x\\](y) &amp; \\`c\\`');
    expect(quoted('a\n\nb').text).toBe('> a\n>\n> b');
  });

  it('has readable durations', () => {
    expect([duration(312), duration(59_900), duration(75_000)]).toEqual(['0.3 s', '59.9 s', '1 min 15 s']);
  });
});
