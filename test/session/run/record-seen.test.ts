import { expect, it } from 'vitest';
import { encodeRecord, maxRecordBytes } from '../../../source/journal/record.ts';
import type { MomentSeen, TimelineSeen } from '../../../source/lab/model/observations.ts';
import { mostSeen, recordSeen } from '../../../source/session/run/record-seen.ts';

const node = (name: string) => ({ name, ready: true, roles: [] });
const output = (stdout: string) => ({ command: 'c', stdout, stderr: '', exitCode: 0 });

it('keeps the observations of a check unchanged', () => {
  const seen = { nodes: [node('a'), node('b')], output: output('x\n') };
  expect(JSON.parse(recordSeen(seen)!)).toEqual(seen);
});

it('has a maximum size, and says what it leaves out', () => {
  const text = recordSeen({ output: output(`${'x'.repeat(1_000_000)}end`) })!;
  expect(text.length).toBeLessThan(mostSeen);
  expect(JSON.parse(text).output.stdout).toMatch(/^\(996003 characters left out\)x+end$/);
  const list = recordSeen({ brokers: Array.from({ length: 250 }, (_, id) => ({ id, host: 'h', port: 1 })) })!;
  expect(JSON.parse(list).brokers).toHaveLength(201);
  expect(JSON.parse(list).brokers[200]).toBe('(50 items left out)');
  expect(recordSeen({ nodes: Array.from({ length: 200 }, () => node('n'.repeat(250))) })).toBeUndefined();
});

/** A broker is lost and comes back: at each moment four readers, and of each its partitions. */
const lostBroker = (moments: number): TimelineSeen => {
  const partitions = [0, 1, 2, 3].map((partition) => ({
    ...{ partition, startOffset: 12_000, firstOffset: 12_000, messages: 34_567, duplicates: 716 },
  }));
  const moment: MomentSeen = {
    atMs: 12_345,
    members: [
      { id: `kafka-lab-group-consumer-${'x'.repeat(36)}`, pod: 'consumer-5d97f4b9c-x7k2p', partitions: [0] },
    ],
    readers: ['a', 'b', 'c', 'd'].map((pod) => ({
      pod: `consumer-5d97f4b9c-${pod}`,
      startedAt: 1.7e12,
      partitions,
    })),
    partitions: [0, 1, 2, 3].map((partition) => ({
      partition,
      leader: 1,
      replicas: [1, 2, 0],
      isr: [1, 2, 0],
    })),
    committed: [12_000, 12_000, 12_000, 12_000],
  };
  return { before: moment, moments: Array.from({ length: moments }, () => moment) };
};

it('kept nothing of the timeline of a lost broker, so that its checks could not be judged again', () => {
  const seen = { timeline: lostBroker(15) };
  const saw = recordSeen(seen)!;
  expect(saw.length).toBeGreaterThan(16_000);
  const check = { step: '4.5', check: 'leaders-moved', title: 't', evidence: 'e', durationMs: 1, saw };
  const record = encodeRecord({
    v: 1,
    at: '2026-12-01T00:00:00.000Z',
    ms: 1,
    type: 'check-passed',
    ...check,
  });
  expect(JSON.parse(JSON.parse(record.toString()).saw)).toEqual(seen);
});

it('fills no record, however long what a check saw is', () => {
  for (let moments = 15; moments < 80; moments += 1) {
    const saw = recordSeen({ timeline: lostBroker(moments) });
    if (saw === undefined) return expect(moments).toBeGreaterThan(15);
    expect(Buffer.byteLength(JSON.stringify(saw))).toBeLessThan(maxRecordBytes - 4_000);
  }
});
