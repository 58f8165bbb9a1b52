import { expect, it } from 'vitest';
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
  expect(recordSeen({ nodes: Array.from({ length: 200 }, () => node('n'.repeat(200))) })).toBeUndefined();
});
