import { describe, expect, it } from 'vitest';
import { checkNamed } from '../../../source/lab/checks/vocabulary.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { Observations } from '../../../source/lab/model/observations.ts';

const header = 'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID';

function judge(rows: string[], offset?: number, exitCode = 0) {
  const output = { command: 'c', stdout: ['', header, ...rows, ''].join('\n'), stderr: '', exitCode };
  const parameters = { command: 0, ...(offset === undefined ? {} : { offset }) };
  return checkNamed('offsets-described')!.verify(
    { outputs: [output] } as Partial<Observations> as Observations,
    kafkaFacts,
    parameters,
  );
}
const rows = (...offsets: string[]) =>
  offsets.map((offset, partition) => `test-group  test  ${partition}  ${offset}  900  1  -  -  -`);

describe('offsets-described', () => {
  it('holds if every partition has the offset', () => {
    expect(judge(rows('0', '0', '0', '0'), 0)).toEqual({
      ok: true,
      evidence: 'CURRENT-OFFSET p0 0, p1 0, p2 0, p3 0',
    });
    expect(judge(rows('0', '0', '7', '0'), 0).ok).toBe(false);
  });

  it('takes any offset above 0 if none is given', () => {
    expect(judge(rows('5', '900', '1', '12')).ok).toBe(true);
    expect(judge(rows('5', '900', '0', '12')).ok).toBe(false);
  });

  it('does not hold where a partition is missing, or nothing is committed', () => {
    expect(judge(rows('0', '0', '0'), 0).ok).toBe(false);
    expect(judge(rows('0', '-', '0', '0'), 0)).toMatchObject({
      ok: false,
      evidence: 'CURRENT-OFFSET p0 0, p1 -, p2 0, p3 0',
    });
    expect(judge([], 0)).toMatchObject({ ok: false, evidence: 'no row of topic test' });
  });

  it('passes over rows of other topics', () => {
    expect(judge([...rows('0', '0', '0', '0'), 'test-group  other  0  9  9  0  -  -  -'], 0).ok).toBe(true);
  });

  it('does not hold if the command failed', () => {
    expect(judge(rows('0', '0', '0', '0'), 0, 1).ok).toBe(false);
  });
});
