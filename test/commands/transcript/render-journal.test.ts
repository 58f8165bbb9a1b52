import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportFormats, renderJournal } from '../../../source/commands/transcript/render-journal.ts';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { readRecords } from '../../../source/journal/read-journal.ts';
import { type Holding, RecordBuilder } from '../../../source/report/record-builder.ts';
import { writeLongJournal } from '../../report/long-journal.ts';
import { castOf, htmlOf, jsonOf, markdownOf } from '../../report/rendered.ts';
import { renderedJournal } from '../../report/rendered-journal.ts';

const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-transcript-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const stamp = { v: 1, at: '2026-01-05T00:00:00.000Z', ms: 1 } as const;

/** A session whose one command, in a step or outside of any, prints so many records. */
function journalWith(records: number, step?: string): string {
  const path = join(directory, `${records}-${step}.jsonl`);
  const events: JournalEvent[] = [
    { ...stamp, type: 'step-started', step: '1.1', title: 'Reset the cluster' },
    { ...stamp, type: 'command-started', command: 1, line: 'seq', attempt: 1, ...(step ? { step } : {}) },
    ...Array.from(
      { length: records },
      (): JournalEvent => ({
        ...stamp,
        type: 'command-output',
        command: 1,
        stream: 'stdout',
        text: 'a line of output\n'.repeat(2_000),
      }),
    ),
    { ...stamp, type: 'command-ended', command: 1, ending: 'exited', exitCode: 0, durationMs: 5 },
  ];
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

/** What a record takes of an export's memory, in characters of JSON. */
async function heldOf(path: string, holding: Holding): Promise<number> {
  const builder = new RecordBuilder(holding);
  let from = 0;
  for await (const { event, end } of readRecords(path)) {
    builder.add(event, { from, to: end });
    from = end;
  }
  return JSON.stringify(builder.record()).length;
}

describe('the transcript of a journal', () => {
  it.each(exportFormats)('as %s is what it is with all outputs in memory', async (format) => {
    const path = join(directory, 'mixed.jsonl');
    writeLongJournal(path, 2_000_000);
    const events: JournalEvent[] = [];
    for await (const { event } of readRecords(path)) events.push(event);
    const inMemory = { md: markdownOf, html: htmlOf, json: jsonOf, cast: castOf }[format](events);
    expect((await renderedJournal(path, format)) === inMemory).toBe(true);
  });

  it('held all output in memory', async () => {
    for (const [step, holding] of [
      [undefined, 'none'],
      ['1.1', 'none'],
      [undefined, 'steps'],
    ] as const) {
      const [short, long] = [journalWith(10, step), journalWith(200, step)];
      expect((await heldOf(long, holding)) - (await heldOf(short, holding))).toBeLessThan(20);
    }
  });

  it.each(exportFormats)('as %s comes in chunks that do not grow with the journal', async (format) => {
    const path = journalWith(200, '1.1');
    let largest = 0;
    let total = 0;
    for await (const chunk of renderJournal(path, format)) {
      largest = Math.max(largest, chunk.length);
      total += chunk.length;
    }
    expect(total).toBeGreaterThan(6_000_000);
    expect(largest).toBeLessThan(200_000);
  });

  it('tells how far it is, up to the end', async () => {
    for (const format of exportFormats) {
      const told: number[] = [];
      for await (const _ of renderJournal(journalWith(50, '1.1'), format, (done) => told.push(done)));
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect(told.at(-1)).toBeGreaterThanOrEqual(0.5);
      expect(told.at(-1)).toBeLessThanOrEqual(1);
    }
  });

  it('fails before its first chunk where a line cannot be read', async () => {
    const path = join(directory, 'torn.jsonl');
    writeFileSync(path, `${JSON.stringify({ ...stamp, type: 'session-ended' })}\nnot JSON\n`);
    for (const format of exportFormats) {
      const chunks: string[] = [];
      await expect(
        (async () => {
          for await (const chunk of renderJournal(path, format)) chunks.push(chunk);
        })(),
      ).rejects.toMatchObject({ code: 'journal' });
      expect(chunks).toEqual([]);
    }
  });
});
