import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../source/journal/events.ts';
import { pictureOf } from '../../source/report/document/terminal-picture.ts';
import { type Holding, RecordBuilder } from '../../source/report/record-builder.ts';
import type { SessionRecord } from '../../source/report/session-record.ts';

/** The record of a journal that somebody made up. */
function recordOf(entries: Iterable<JournalEntry>, holding: Holding = 'steps'): SessionRecord {
  const builder = new RecordBuilder(holding);
  let ms = 0;
  for (const entry of entries) {
    ms += 1;
    builder.add({ v: 1, at: new Date(ms).toISOString(), ms, ...entry }, { from: ms, to: ms + 1 });
  }
  return builder.record();
}

const sizeOf = (record: SessionRecord): number =>
  record.steps
    .flatMap(({ commands }) => commands.flatMap(({ output }) => output))
    .reduce((sum, { text }) => sum + text.length, 0);

describe('a record of a forged journal', () => {
  it('held a step output of any size', () => {
    const text = 'a line of output\n'.repeat(3_000).trimEnd();
    const { steps } = recordOf([
      { type: 'step-started', step: '1.1', title: 't' },
      { type: 'command-started', command: 1, line: 'seq', step: '1.1', attempt: 1 },
      ...Array.from(
        { length: 400 },
        (): JournalEntry => ({ type: 'command-output', command: 1, stream: 'stdout', text }),
      ),
      { type: 'command-ended', command: 1, ending: 'exited', exitCode: 0, durationMs: 1 },
    ]);
    const [command] = steps[0]!.commands;
    const held = command!.output.flatMap(({ text: each }) => each.split('\n'));
    expect(held.join('\n').length).toBeLessThan(600 * 1024);
    expect(held.length + command!.cut!).toBe(400 * 3_000);
    const notes = pictureOf([command!])
      .rows.flat()
      .filter(({ look }) => look === 'note');
    expect(notes.at(-1)?.text).toMatch(/^… \d+ more lines are left out here; the journal holds them …$/);
  });

  it('held the output of any number of commands', () => {
    function* flood(): Generator<JournalEntry> {
      for (let step = 0; step < 300; step += 1) {
        yield { type: 'step-started', step: `9.${step}`, title: 't' };
        yield { type: 'command-started', command: step, line: 'seq', step: `9.${step}`, attempt: 1 };
        yield { type: 'command-output', command: step, stream: 'stdout', text: 'x\n'.repeat(100_000) };
      }
    }
    const record = recordOf(flood(), 'none');
    expect(sizeOf(record)).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(record.steps).toHaveLength(200);
    expect(record.leftOut).toBe(100);
  });

  it('held any number of looks', () => {
    const looks = Array.from({ length: 256 }, () => ({ line: 0, from: 0, length: 1, colour: 1 }));
    function* flood(): Generator<JournalEntry> {
      for (let step = 0; step < 50; step += 1) {
        yield { type: 'step-started', step: `9.${step}`, title: 't' };
        yield { type: 'command-started', command: step, line: 'seq', step: `9.${step}`, attempt: 1 };
        for (let piece = 0; piece < 100; piece += 1)
          yield { type: 'command-output', command: step, stream: 'stdout', text: 'x', looks };
      }
    }
    const held = recordOf(flood())
      .steps.flatMap(({ commands }) => commands.flatMap(({ output }) => output))
      .reduce((sum, piece) => sum + (piece.looks?.length ?? 0), 0);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(400_000);
  });

  it('gives the room of a run back when the step runs again', () => {
    function* again(): Generator<JournalEntry> {
      for (let run = 0; run < 100; run += 1) {
        yield { type: 'step-started', step: '1.1', title: 't' };
        yield { type: 'command-started', command: run, line: 'seq', step: '1.1', attempt: 1 };
        yield { type: 'command-output', command: run, stream: 'stdout', text: 'x'.repeat(400_000) };
      }
    }
    expect(sizeOf(recordOf(again()))).toBe(400_000);
  });

  it('grew with the number of commands, notices and ids', () => {
    function* flood(): Generator<JournalEntry> {
      for (let at = 0; at < 30_000; at += 1) {
        yield { type: 'command-started', command: at, line: 'x', attempt: 2 };
        yield { type: 'command-started', command: at, line: `x${at}`, attempt: 1 };
        yield { type: 'command-ended', command: at, ending: 'exited', exitCode: 0, durationMs: 1 };
        yield { type: 'notice', level: 'info', text: 'n' };
        yield { type: 'answer', step: '1', question: `q${at}`, text: 'a' };
        yield { type: 'pod-line', pod: `p${at}`, podAt: 1, text: 'l' };
      }
    }
    const record = recordOf(flood(), 'none');
    expect(record.otherCommands).toHaveLength(20_000);
    expect(record.notices).toHaveLength(5_000);
    expect(Object.keys(record.answers)).toHaveLength(5_000);
    expect(record.podLines).toHaveLength(5_000);
    expect(record.leftOut).toBeGreaterThan(25_000 * 3);
  });

  it('kept for a report what no report shows: commands outside of steps, and the members of rebalances', () => {
    function* flood(): Generator<JournalEntry> {
      for (let at = 0; at < 1_000; at += 1) {
        yield { type: 'command-started', command: at, line: `x${at}`, attempt: 1 };
        yield { type: 'command-ended', command: at, ending: 'exited', exitCode: 0, durationMs: 1 };
        yield { type: 'rebalance', members: [{ member: `m${at}`, partitions: [0] }] };
      }
    }
    const record = recordOf(flood());
    expect(record.otherCommands).toEqual([]);
    expect(record.rebalances).toEqual([]);
    expect(record.marks.rebalance.seen).toBe(1_000);
    expect(record.leftOut).toBeUndefined();
  });
});

describe('the swap of consumers without metrics', () => {
  const sample = (consumer: 'none' | 'partition' | 'group'): JournalEntry => ({
    ...{ type: 'counters', consumer, endOffsets: [9], received: [9] },
    ...(consumer === 'none' ? {} : { estimated: true }),
  });
  const samples = (...kinds: ('none' | 'partition' | 'group')[]): JournalEntry[] => kinds.map(sample);

  it('was not marked, though the counters show it', () => {
    const { marks } = recordOf(
      samples('none', 'partition', 'partition', 'none', 'group', 'group', 'group', 'group'),
    );
    expect(marks.swap).toEqual({ seen: 1, atMs: [5] });
  });

  it('is none where a sample or two took one consumer for the other', () => {
    const { marks } = recordOf(samples('partition', 'group', 'group', 'partition', 'group', 'partition'));
    expect(marks.swap.seen).toBe(0);
  });

  it('is one where the session recorded it, too', () => {
    const { marks } = recordOf([
      ...samples('partition', 'partition'),
      { type: 'swap', from: 'partition', to: 'group', pod: 'consumer-1' },
      ...samples('group', 'group', 'group', 'group'),
    ]);
    expect(marks.swap).toEqual({ seen: 1, atMs: [3] });
  });
});
