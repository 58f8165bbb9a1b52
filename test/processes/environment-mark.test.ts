import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { endLeftPrograms, forgetOwner, writeOwner } from '../../source/processes/cluster-owner.ts';
import {
  countMarked,
  endMarked,
  hangUpMarked,
  markVariable,
  newMark,
  newOwner,
} from '../../source/processes/environment-mark.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A program in a session of its own, like a daemon. */
async function startWith(mark: string | undefined, first = ':'): Promise<ChildProcess> {
  const env = { ...process.env, ...(mark === undefined ? {} : { [markVariable]: mark }) };
  const child = spawn('sh', ['-c', `${first}; echo up; exec sleep 600`], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  await once(child.stdout!, 'data');
  return child;
}
const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

describe.skipIf(process.platform !== 'linux')('the programs that carry a mark', () => {
  it('are terminated, and no others', async () => {
    const owner = newOwner();
    const mark = newMark(owner);
    const ours = await startWith(mark);
    const others = await Promise.all(
      [newMark(owner), newMark(newOwner()), `${mark}0`, `x${mark}`, owner, '', undefined].map((mark) =>
        startWith(mark),
      ),
    );
    const ends = once(ours, 'exit');
    expect(await endMarked({ mark })).toBe(1);
    expect(await ends).toEqual([null, 'SIGKILL']);
    expect(others.map(isRunning)).toEqual(others.map(() => true));
  });

  it('are terminated if they ignore a signal, where only those are meant', async () => {
    const mark = newMark(newOwner());
    const [heeds, ignores] = await Promise.all(
      ["trap '' TTIN", "trap '' TTOU"].map((trap) => startWith(mark, trap)),
    );
    const ends = once(ignores!, 'exit');
    expect(await endMarked({ mark, ignoring: 'SIGTTOU' })).toBe(1);
    expect(await ends).toEqual([null, 'SIGKILL']);
    expect(isRunning(heeds!)).toBe(true);
    expect(await countMarked({ mark })).toBe(1);
  });

  it('are terminated with their owner, except for those that only mention it', async () => {
    const owner = newOwner();
    const ours = await Promise.all([newMark(owner), newMark(owner)].map((mark) => startWith(mark)));
    const other = await startWith(`${newOwner()}.${owner}`);
    const ends = Promise.all(ours.map((child) => once(child, 'exit')));
    expect(await endMarked({ owner })).toBe(2);
    await ends;
    expect(isRunning(other)).toBe(true);
  });

  it('receive the hangup of their terminal and exit, in one session and in no other', async () => {
    const mark = newMark(newOwner());
    const [here, daemon] = await Promise.all([startWith(mark), startWith(mark)]);
    const ends = once(here, 'exit');
    expect(await hangUpMarked({ mark, session: here.pid! })).toBe(1);
    expect(await ends).toEqual([null, 'SIGHUP']);
    expect(await endMarked({ mark, session: here.pid! })).toBe(0);
    expect(isRunning(daemon)).toBe(true);
  });

  it('of a killed cluster are terminated before the next one starts', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-owner-'));
    try {
      expect(await endLeftPrograms(directory)).toBe(0);
      const left = await startWith(newMark(writeOwner(directory)));
      const ends = once(left, 'exit');
      expect(await endLeftPrograms(directory)).toBe(1);
      await ends;
      const kept = await startWith(newMark(writeOwner(directory)));
      forgetOwner(directory);
      expect(await endLeftPrograms(directory)).toBe(0);
      expect(isRunning(kept)).toBe(true);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('of another home were terminated by a copy of its directory', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-owner-'));
    const copy = mkdtempSync(join(tmpdir(), 'kafka-lab-owner-copy-'));
    try {
      const child = await startWith(newMark(writeOwner(directory)));
      copyFileSync(join(directory, 'programs'), join(copy, 'programs'));
      expect(await endLeftPrograms(copy)).toBe(0);
      expect(isRunning(child)).toBe(true);
      expect(await endLeftPrograms(directory)).toBe(1);
    } finally {
      rmSync(directory, { recursive: true, force: true });
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it("were searched for in a pipe that replaced their owner's file, which blocked", async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-owner-'));
    try {
      execFileSync('mkfifo', [join(directory, 'programs')]);
      expect(await endLeftPrograms(directory)).toBe(0);
      writeFileSync(join(directory, 'precious'), 'kept');
      rmSync(join(directory, 'programs'), { force: true });
      symlinkSync(join(directory, 'precious'), join(directory, 'programs'));
      expect(await endLeftPrograms(directory)).toBe(0);
      writeOwner(directory);
      expect(readFileSync(join(directory, 'precious'), 'utf8')).toBe('kept');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('are not searched for with a damaged file: an empty owner would match everything', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-owner-'));
    const child = await startWith(newMark(newOwner()));
    try {
      const place = realpathSync(directory);
      const owned = (owner: unknown) => JSON.stringify({ owner, place });
      for (const text of ['', '.', '*', '../x', 'F'.repeat(32), owned(''), owned('*'), owned({}), '[]']) {
        writeFileSync(join(directory, 'programs'), text);
        expect(await endLeftPrograms(directory)).toBe(0);
        expect(await endMarked({ owner: text })).toBe(0);
      }
      expect(isRunning(child)).toBe(true);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
