import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepOwnFiles } from '../../source/embedded/keep-own-files.ts';
import { type Ownership, takeOwnership } from '../../source/embedded/ownership.ts';
import { readMarkedOwner, writeMark } from '../../source/processes/cluster-mark.ts';
import type { ClusterRecord } from '../../source/processes/cluster-record.ts';
import { openControlPort } from '../../source/processes/control-port.ts';
import { ownerHere } from '../../source/processes/lock-owner.ts';

let directory: string;
let ownership: Ownership;
let record: ClusterRecord;
let stop: () => Promise<void>;
const log = vi.fn();
const onTaken = vi.fn();
const at = (name: string) => join(directory, name);

beforeEach(async () => {
  vi.clearAllMocks();
  directory = mkdtempSync(join(realpathSync(tmpdir()), 'kafka-lab-own-files-'));
  ownership = await takeOwnership(directory, () => {});
  writeMark(directory, 'running', ownership.owner);
  record = {
    name: 'kafka-lab',
    pid: process.pid,
    startedAt: 1_700_000_000_000,
    url: 'https://127.0.0.1:1',
    kubeconfig: at('kubeconfig'),
    bootstrap: '127.0.0.1:1',
    zookeeper: '127.0.0.1:2',
    nodes: [],
    detached: true,
    kept: false,
    owner: ownership.owner,
  };
  ownership.publish(record);
  stop = keepOwnFiles(ownership, record, { log, onTaken }, 5);
});
afterEach(async () => {
  await stop();
  ownership.release();
  rmSync(directory, { recursive: true, force: true });
});

it('a cluster whose files were deleted could not be found any more: now they are restored', async () => {
  const before = ['lock', 'state.json', 'cluster.json'].map((name) => readFileSync(at(name), 'utf8'));
  for (const name of ['lock', 'state.json', 'cluster.json']) rmSync(at(name));
  await vi.waitFor(() => expect(existsSync(at('state.json'))).toBe(true));
  const after = ['lock', 'state.json', 'cluster.json'].map((name) => readFileSync(at(name), 'utf8'));
  expect(after).toEqual(before);
  expect(onTaken).not.toHaveBeenCalled();
});

it('restores a lock of its own in which somebody changed the pid', async () => {
  const lock = readFileSync(at('lock'), 'utf8');
  writeFileSync(at('lock'), JSON.stringify({ ...ownership.owner, pid: 1 }));
  await vi.waitFor(() => expect(readFileSync(at('lock'), 'utf8')).toBe(lock));
  expect(onTaken).not.toHaveBeenCalled();
});

it('replaces a lock that names a cluster which is gone', async () => {
  const gone = { ...ownerHere(directory), port: 1, pid: 0x7fff_fff0 };
  writeFileSync(at('lock'), JSON.stringify(gone));
  await vi.waitFor(() => expect(ownership.isTaken()).toBe(false));
  expect(onTaken).not.toHaveBeenCalled();
});

it('gives way to a cluster that has taken the directory and runs', async () => {
  const other = ownerHere(directory);
  const control = await openControlPort(other, () => {});
  const lock = JSON.stringify({ ...other, port: control.port });
  try {
    writeFileSync(at('lock'), lock);
    await vi.waitFor(() => expect(onTaken).toHaveBeenCalledOnce());
    expect(ownership.isTaken()).toBe(true);
    expect(readFileSync(at('lock'), 'utf8')).toBe(lock);
    expect(readMarkedOwner(directory)?.secret).toBe(ownership.owner.secret);
  } finally {
    control.close();
  }
});

it('writes nothing after it was stopped, and logs no refusal of the system', async () => {
  rmSync(at('lock'));
  mkdirSync(at('lock'));
  writeFileSync(at('lock/file'), '');
  rmSync(at('state.json'));
  await vi.waitFor(() => expect(log).toHaveBeenCalled());
  await stop();
  rmSync(at('lock'), { recursive: true });
  expect(existsSync(at('state.json'))).toBe(false);
});
