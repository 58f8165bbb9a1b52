import { describe, expect, it } from 'vitest';
import { output, partitionTally, tally, verdictOf } from '../observed.ts';

const published = (count: number) => tally('none', [partitionTally(0, count, 0)]);

describe('a log that cannot be parsed', () => {
  const progress = output('started\nprogress 1000\nprogress 2000\nprogress 3000\n');

  it('is not judged once a client of ours would have logged a line, and the evidence shows the required format', () => {
    const verdict = verdictOf('producer-publishes', { output: progress, ...published(3_000) });
    expect(verdict).toMatchObject({ ok: false, unjudged: true });
    expect(verdict.evidence).toBe('no line says how many messages were published: progress 3000');
    expect(verdict.ok ? '' : verdict.hint).toMatch(/^Log a line such as .*--log-pattern\.$/);
  });

  it.each([
    ['there are few messages yet', progress, 500],
    ['the client has only started', output('connecting\nconnected\n'), 9_000],
    ['the log is empty', output(''), 9_000],
    [
      'it cannot connect',
      output('10:00:01 lookup kafka-9: no such host\n10:00:02 lookup kafka-9: no such host\n'),
      9_000,
    ],
    [
      'it does the other client’s work',
      output('test: received 1000 messages\ntest: received 2000 messages\n'),
      9_000,
    ],
  ])('is polled while %s', (_why, seen, count) => {
    expect(verdictOf('producer-publishes', { output: seen, ...published(count) })).not.toHaveProperty(
      'unjudged',
    );
  });

  it('is parsed with the learner’s own pattern', () => {
    const line = { pod: 'p', atLeast: 3_000, atMost: 3_999, line: 'progress 3000' };
    const seen = published(9_000).tally;
    expect(
      verdictOf('producer-publishes', { output: progress, tally: { ...seen, logged: { published: line } } }),
    ).toEqual({ ok: true, evidence: 'progress 3000' });
  });

  it('says nothing about what the consumer received', () => {
    const seen = { outputs: [output(''), output('progress 1000\nprogress 2000')], ...published(9_000) };
    expect(verdictOf('follow-consumer', seen)).toMatchObject({ ok: false, unjudged: true });
  });

  it('without partitions says nothing about how many were read', () => {
    const lines = [1_000, 2_000, 3_000].map((count) => `received ${count} messages`).join('\n');
    const seen = { outputs: [output(''), output(lines)], ...published(9_000) };
    expect(verdictOf('follow-consumer', seen)).toMatchObject({ ok: false, unjudged: true });
  });
});
