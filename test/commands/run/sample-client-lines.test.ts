import { describe, expect, it } from 'vitest';
import { sampleClientLines } from '../../../source/commands/run/sample-client-lines.ts';

const at = new Date(0).toISOString();
const base = { v: 1, at, ms: 0 } as const;
const started = (command: number, line: string) =>
  ({ ...base, type: 'command-started', command, line, attempt: 1 }) as const;
const printed = (command: number, lines: number) =>
  ({
    ...base,
    type: 'command-output',
    command,
    stream: 'stdout',
    text: Array.from({ length: lines }, (_, index) => `line ${index}`).join('\n'),
  }) as const;
const ended = (command: number) =>
  ({ ...base, type: 'command-ended', command, ending: 'stopped', exitCode: 0, durationMs: 1 }) as const;

describe('the output of a client that logs every message', () => {
  it('is sampled, and the rest is counted', () => {
    let now = 0;
    const linesOf = sampleClientLines(() => now);
    linesOf(started(1, 'kubectl logs -l app=consumer -f'));
    expect(linesOf(printed(1, 10_000))).toHaveLength(60);
    now = 2_000;
    expect(linesOf(printed(1, 10_000))).toHaveLength(20);
    expect(linesOf(ended(1))).toEqual(['· 19,920 more lines of the log are not shown']);
  });

  it('is complete if it is short, as is the output of any other command', () => {
    const linesOf = sampleClientLines(() => 0);
    linesOf(started(1, 'kubectl logs -l app=producer'));
    expect(linesOf(printed(1, 10))).toHaveLength(10);
    expect(linesOf(ended(1))).toEqual([]);
    linesOf(started(2, 'kubectl get pods'));
    expect(linesOf(printed(2, 500))).toHaveLength(500);
  });
});
