import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstLink, linkTo, withLink } from '../../source/journal/chain.ts';
import { ChainCheck } from '../../source/journal/chain-check.ts';
import type { JournalEntry, JournalEvent } from '../../source/journal/events.ts';
import { openJournal } from '../../source/journal/journal.ts';
import { type JournalFile, openJournalFile } from '../../source/journal/journal-file.ts';
import { cutNotice } from '../../source/journal/notices.ts';
import { readJournal } from '../../source/journal/read-journal.ts';
import { encodeRecord, maxRecordBytes } from '../../source/journal/record.ts';
import { listSessions, newSessionId, sessionDirectory } from '../../source/journal/session-files.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function stamped(entry: JournalEntry, ms = 1): JournalEvent {
  return { v: 1, at: '2026-11-22T14:29:34.123Z', ms, ...entry };
}

const samples: JournalEvent[] = [
  stamped({
    type: 'session-started',
    app: '0.1.0',
    node: 'v20',
    platform: 'linux',
    cluster: 'embedded',
    lab: 'x',
  }),
  stamped({ type: 'step-started', step: '1.1', title: 'Reset' }, 2),
  stamped({ type: 'command-started', command: 1, line: 'kubectl get pods', step: '1.1', attempt: 1 }, 3),
  stamped({ type: 'command-output', command: 1, stream: 'stdout', text: 'grüße `x` 日本 \u{1f600}' }, 4),
  stamped({ type: 'command-ended', command: 1, ending: 'exited', exitCode: 0, durationMs: 5 }, 5),
  stamped({ type: 'check-passed', step: '1.1', check: 'c', title: 't', evidence: 'e', durationMs: 300 }, 6),
  stamped(
    { type: 'check-failed', step: '1.1', check: 'd', title: 't', evidence: 'e', hint: 'h', durationMs: 1 },
    7,
  ),
  stamped({ type: 'step-ended', step: '1.1', outcome: 'failed', durationMs: 9 }, 8),
  stamped({ type: 'answer', step: '2.5', question: '2.2', text: 'because\nof partitions' }, 9),
  stamped({ type: 'swap', from: 'partition', to: 'group', pod: 'c-1' }, 10),
  stamped({ type: 'counters', consumer: 'group', endOffsets: [1, 2], received: [1, 1] }, 11),
  stamped(
    {
      type: 'counted',
      step: '2.5',
      consumer: 'partition',
      window: 4,
      received: 1,
      settled: true,
      partitions: [{ partition: 0, startOffset: 0, endOffset: 4, received: 1, distinct: 1, duplicates: 0 }],
    },
    12,
  ),
  stamped({ type: 'pod-line', pod: 'c-1', podAt: 1_700_000_000_000, text: 'received' }, 13),
  stamped({ type: 'pod-lines-elided', pod: 'c-1', elided: 7 }, 14),
  stamped({ type: 'notice', level: 'info', text: 'exported' }, 15),
  stamped({ type: 'cluster-state', state: 'ready' }, 16),
  stamped({ type: 'session-ended' }, 17),
];

/** The lines of a journal, each with a link to the one before it. */
function linked(events: readonly JournalEvent[], before?: Buffer): Buffer[] {
  let prev = before === undefined ? firstLink : linkTo(before);
  return events.map((event) => {
    const line = withLink(encodeRecord(event), prev);
    prev = linkTo(line);
    return line;
  });
}

function failingFile(): {
  open: (path: string) => JournalFile;
  fail: (mode: 'all' | 'half' | 'none') => void;
} {
  let mode: 'all' | 'half' | 'none' = 'none';
  return {
    fail: (next) => {
      mode = next;
    },
    open: (path) => {
      const file = openJournalFile(path);
      return {
        ...file,
        write: (bytes) => {
          if (mode === 'all')
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          return file.write(mode === 'half' ? bytes.subarray(0, bytes.length / 2) : bytes);
        },
      };
    },
  };
}

async function readAll(path: string): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for await (const event of readJournal(path)) events.push(event);
  return events;
}

describe('a journal', () => {
  it('returns every kind of event as it was written', async () => {
    const journal = await openJournal(directory);
    for (const event of samples) journal.append(event);
    await journal.close();
    expect(await readAll(journal.path)).toEqual(samples);
  });

  it('links each record to the one before it, through a resume, a write that failed and records given up', async () => {
    const disk = failingFile();
    const first = await openJournal(directory, { openFile: disk.open });
    first.append(samples[0]!);
    disk.fail('half');
    for (let index = 0; index < 100; index += 1)
      first.append(stamped({ type: 'notice', level: 'info', text: `${index} ${'x'.repeat(60_000)}` }));
    disk.fail('none');
    await first.close();
    const second = await openJournal(directory);
    for (const event of samples) second.append(event);
    await second.close();
    const check = new ChainCheck();
    const lines = readFileSync(second.path, 'utf8').split('\n').slice(0, -1);
    const follows = lines.map((line) =>
      check.add(Buffer.from(line), (JSON.parse(line) as { prev?: string }).prev),
    );
    expect(new Set(follows.slice(1))).toEqual(new Set(['linked']));
    expect(follows[0]).toBe('begins');
  });

  it('goes on after the records of an earlier version, which have no links', async () => {
    const path = join(directory, 'journal.jsonl');
    const old = encodeRecord(samples[0]!);
    writeFileSync(path, old);
    const journal = await openJournal(directory);
    journal.append(samples[1]!);
    await journal.close();
    expect(readFileSync(path)).toEqual(Buffer.concat([old, ...linked([samples[1]!], old)]));
    expect(await readAll(path)).toEqual(samples.slice(0, 2));
  });

  it('is readable only by its owner', async () => {
    const journal = await openJournal(join(directory, 'new'));
    await journal.close();
    expect(statSync(journal.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'new')).mode & 0o777).toBe(0o700);
  });

  it('cut at any byte, recovers exactly the complete records and continues from there', async () => {
    // A few records, one with characters of two to four bytes; test/prove cuts one of each kind at every byte.
    const lines = linked(samples.slice(0, 5));
    const whole = Buffer.concat(lines);
    const path = join(directory, 'journal.jsonl');
    let complete = 0;
    let end = lines[0]!.length;
    for (let cut = 0; cut <= whole.length; cut += 1) {
      if (cut === end) {
        complete += 1;
        end += lines[complete]?.length ?? Number.POSITIVE_INFINITY;
      }
      writeFileSync(path, whole.subarray(0, cut));
      const recovered: JournalEvent[] = [];
      const journal = await openJournal(directory, { onRecovered: (event) => recovered.push(event) });
      if (recovered.length !== complete)
        expect.fail(`cut at ${cut}: ${recovered.length} events, not ${complete}`);
      journal.append(samples.at(-1)!);
      await journal.close();
      const kept = lines.slice(0, complete);
      const removed = cut - Buffer.concat(kept).length;
      const next = [samples.at(-1)!, ...(removed === 0 ? [] : [cutNotice(removed, samples.at(-1)!)])];
      const expected = Buffer.concat([...kept, ...linked(next, kept.at(-1))]);
      if (!readFileSync(path).equals(expected))
        expect.fail(`cut at ${cut}: the file is not prefix plus record`);
    }
    expect(complete).toBe(lines.length);
    // Some hundred journals are opened, locked, synced to the disk and closed.
  }, 60_000);

  it.each([0, 10])('of %i bytes began anew without a word', async (length) => {
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, encodeRecord(samples[0]!).subarray(0, length));
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'journal',
      message: expect.stringMatching(/is empty$|holds no whole record, only 10 bytes of one$/),
    });
    let empty = 0;
    const onEmpty = (): void => {
      empty += 1;
    };
    await (await openJournal(directory, { onEmpty })).close();
    await (await openJournal(join(directory, 'new'), { onEmpty })).close();
    expect(empty).toBe(1);
  });

  it.each([
    ['not JSON', 'nonsense'],
    ['a newer version', '{"v":2,"at":"x","ms":1,"type":"session-ended"}'],
    ['an unknown type', '{"v":1,"at":"x","ms":1,"type":"toString"}'],
    ['a missing field', '{"v":1,"at":"x","ms":1,"type":"step-started","step":"1.1"}'],
    ['a field of the wrong type', '{"v":1,"at":"x","ms":1,"type":"pod-lines-elided","pod":"a","elided":"3"}'],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe])],
    ['an empty line', ''],
  ])('refuses a line in the middle with %s, and names it', async (_what, line) => {
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, encodeRecord(samples[0]!));
    appendFileSync(path, line);
    appendFileSync(path, '\n');
    appendFileSync(path, encodeRecord(samples[1]!));
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'journal',
      message: expect.stringContaining('line 2'),
    });
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'journal' });
  });

  it('of another version is not called changed by something else', async () => {
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, '{"v":2,"at":"x","ms":1,"type":"session-started"}\n');
    await expect(readAll(path)).rejects.toMatchObject({
      message: expect.stringContaining('has version `2`; this kafka-lab reads version 1'),
      hint: 'use the kafka-lab that recorded the session, whose journals have version 2, or choose another session',
    });
  });

  it.each([
    ['a type of two lines', '{"v":1,"at":"x","ms":1,"type":"a\\nb"}', 'line 1 of'],
    ['a long type', `{"v":1,"at":"x","ms":1,"type":"${'a'.repeat(5_000)}"}`, 'aaa…`'],
    [
      'a version without a string form',
      '{"v":{"toString":1,"valueOf":1},"type":"a"}',
      '{"toString'.slice(0, 1),
    ],
  ])('refused %s with many lines, or with an error of its own', async (_what, line, wanted) => {
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, `${line}\n`);
    const error = await readAll(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'journal', message: expect.stringContaining(wanted) });
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(400);
  });

  it('refuses an endless line in bounded memory', async () => {
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, Buffer.alloc(8 * 1024 * 1024, 0x61));
    await expect(readAll(path)).rejects.toMatchObject({ message: expect.stringContaining('longer than') });
  });

  it('limits the size of every record, whatever it contains', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(3000), (piece, times) => {
        const event = stamped({ type: 'answer', step: '1', question: '1', text: piece.repeat(times) });
        const bytes = encodeRecord(event);
        expect(bytes.length).toBeLessThanOrEqual(maxRecordBytes);
        expect(bytes.indexOf(10)).toBe(bytes.length - 1);
        expect(JSON.parse(bytes.toString())).toMatchObject({ type: 'answer' });
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the text of a record that is too long with its looks', () => {
    const text = 'x'.repeat(62_000);
    const looks = Array.from({ length: 256 }, (_, from) => ({ line: 0, from, length: 1, bold: true }));
    const bytes = encodeRecord(
      stamped({ type: 'command-output', command: 1, stream: 'stdout', text, looks }),
    );
    const kept = JSON.parse(bytes.toString());
    expect(kept).toMatchObject({ text });
    expect(kept).not.toHaveProperty('looks');
  });

  it('keeps a record whose lists are too long as a notice', () => {
    const received = Array.from({ length: 100_000 }, () => 123_456);
    const bytes = encodeRecord(stamped({ type: 'counters', consumer: 'group', endOffsets: [], received }));
    expect(JSON.parse(bytes.toString())).toMatchObject({
      type: 'notice',
      text: expect.stringContaining('counters'),
    });
  });
});

describe('a journal on a full disk', () => {
  it.each(['all', 'half'] as const)(
    'shows a banner, stops nothing, and writes what was waiting (%s)',
    async (mode) => {
      const disk = failingFile();
      const journal = await openJournal(directory, { openFile: disk.open });
      const banners: (string | undefined)[] = [];
      journal.onBanner((banner) => banners.push(banner));
      journal.append(samples[0]!);
      disk.fail(mode);
      journal.append(samples[1]!);
      journal.append(samples[2]!);
      await journal.sync();
      expect(journal.banner).toContain('not being written');
      disk.fail('none');
      journal.append(samples[3]!);
      expect(journal.banner).toBeUndefined();
      expect(banners.at(-1)).toBeUndefined();
      await journal.close();
      expect(await readAll(journal.path)).toEqual(samples.slice(0, 4));
    },
  );

  it('leaves no torn record behind when it closes', async () => {
    const disk = failingFile();
    const journal = await openJournal(directory, { openFile: disk.open });
    journal.append(samples[0]!);
    disk.fail('half');
    journal.append(samples[1]!);
    await journal.close();
    expect(readFileSync(journal.path)).toEqual(linked(samples.slice(0, 1))[0]);
  });

  it('drops the oldest records first when too many wait, and says how many', async () => {
    const disk = failingFile();
    const journal = await openJournal(directory, { openFile: disk.open });
    disk.fail('all');
    const long = 'x'.repeat(60_000);
    for (let index = 0; index < 100; index += 1) {
      journal.append(stamped({ type: 'notice', level: 'info', text: `${index} ${long}` }));
    }
    disk.fail('none');
    await journal.close();
    const events = await readAll(journal.path);
    const last = events.at(-1)!;
    expect(last).toMatchObject({ type: 'notice', level: 'error' });
    const lost = Number.parseInt((last as { text: string }).text, 10);
    expect(lost).toBeGreaterThan(0);
    expect(events.length - 1 + lost).toBe(100);
  });
});

describe('the lock of a journal', () => {
  const lock = () => join(directory, 'journal.lock');

  it('keeps a second writer out, and is removed on closing', async () => {
    const journal = await openJournal(directory);
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'busy', exitCode: 3 });
    await journal.close();
    expect(existsSync(lock())).toBe(false);
    await (await openJournal(directory)).close();
  });

  it('is respected while the process that holds it is alive', async () => {
    writeFileSync(lock(), `${process.ppid}\n`);
    await expect(openJournal(directory)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining(`process ${process.ppid}`),
    });
  });

  it.skipIf(process.platform === 'win32')('is not held by another program that now has the pid', async () => {
    const sleeping = spawn('sleep', ['60']);
    await once(sleeping, 'spawn');
    try {
      const journal = await openJournal(directory);
      const left = readFileSync(lock(), 'utf8');
      await journal.close();
      const recycled = JSON.stringify({ ...JSON.parse(left), pid: sleeping.pid });
      for (const owner of [String(sleeping.pid), recycled]) {
        writeFileSync(lock(), owner);
        await (await openJournal(directory)).close();
      }
    } finally {
      sleeping.kill();
    }
  });

  it.each(['', 'nonsense', '2147483646', String(process.pid)])(
    'does not count if it is a leftover (%j)',
    async (owner) => {
      writeFileSync(lock(), owner);
      await (await openJournal(directory)).close();
      expect(existsSync(lock())).toBe(false);
    },
  );

  it('is released if the journal cannot be opened', async () => {
    writeFileSync(join(directory, 'journal.jsonl'), 'nonsense\n');
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'journal' });
    expect(existsSync(lock())).toBe(false);
  });
});

describe('the sessions directory', () => {
  it('has ids that sort by time and are valid file names', () => {
    const id = newSessionId(new Date('2026-11-22T14:29:34.123Z'));
    expect(id).toBe('20261122-142934-123');
    expect(sessionDirectory('/home', id)).toBe('/home/sessions/20261122-142934-123');
  });

  it.each(['', '..', '../x', 'a/b', '.hidden', 'x'.repeat(65)])('refuses the id %j', (id) => {
    expect(() => sessionDirectory('/home', id)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('lists sessions that have a journal, and none if there is no home', async () => {
    expect(listSessions(join(directory, 'absent'))).toEqual([]);
    const journal = await openJournal(sessionDirectory(directory, 'b'));
    await journal.close();
    expect(existsSync(journal.path)).toBe(true);
    expect(listSessions(directory)).toEqual(['b']);
  });
});
