import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRecord } from '../../../source/cluster/embedded/record.ts';
import { findRunning, findSettled } from '../../../source/cluster/embedded/running.ts';
import { stopCluster } from '../../../source/cluster/embedded/stop.ts';
import { type Ownership, takeOwnership } from '../../../source/embedded/ownership.ts';
import type { LabError } from '../../../source/errors/lab-error.ts';
import { writeMark } from '../../../source/processes/cluster-mark.ts';
import { factsOf } from '../../../source/processes/process-facts.ts';
import { ownIdentity } from '../../../source/processes/process-identity.ts';

let bystander: ChildProcess;
beforeAll(async () => {
  bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(bystander, 'spawn');
});
afterAll(() => bystander.kill('SIGKILL'));

let home: string;
let directory: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-running-'));
  directory = join(home, 'clusters', 'kafka-lab');
  mkdirSync(directory, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const at = (name: string) => join(directory, name);

const record = (change: object = {}) => ({
  name: 'kafka-lab',
  pid: bystander.pid,
  startedAt: 1_700_000_000_000,
  url: 'https://127.0.0.1:1',
  kubeconfig: at('kubeconfig'),
  bootstrap: '127.0.0.1:1',
  zookeeper: '127.0.0.1:2',
  nodes: ['kafka-lab-worker'],
  detached: true,
  ...change,
});
const writeState = (value: unknown) => writeFileSync(at('state.json'), JSON.stringify(value));

describe('a pid that now belongs to another program', () => {
  it('is not a cluster, whatever an earlier kafka-lab left behind', async () => {
    writeFileSync(at('kubeconfig'), '');
    for (const pid of [bystander.pid, process.pid, process.ppid, 1, 0, -1, 1.5, 2 ** 40, '12', null]) {
      writeFileSync(at('lock'), String(pid));
      writeState(record({ pid }));
      expect(await findRunning(directory), String(pid)).toBeUndefined();
    }
    expect(bystander.signalCode).toBeNull();
  });

  it('is not a cluster if the files of a killed one name it', async () => {
    const { owner } = await serving();
    const recycled = { ...owner, pid: bystander.pid, port: 1 };
    writeFileSync(at('lock'), JSON.stringify(recycled));
    writeState(record({ owner: recycled }));
    expect(await findRunning(directory)).toBeUndefined();
    await expect(
      stopCluster({ id: 'x', process: recycled as never, owner: recycled as never }, () => {}),
    ).resolves.toBeUndefined();
    expect(bystander.signalCode).toBeNull();
  });
});

/** The owner record of the bystander, exactly as a lock of its own would contain it. */
function ownerOf(pid: number, place: string, port?: number) {
  const facts = factsOf(pid);
  if (facts.kind !== 'running') throw new Error(`process ${pid} is ${facts.kind}`);
  const { mark, startedAt = 0 } = facts;
  return { pid, startedAt, mark, place, secret: 'a'.repeat(48), ...(port === undefined ? {} : { port }) };
}

describe('a lock that names a running process of another program, with its exact start time', () => {
  let stranger: Server;
  let port: number;
  const says = { word: undefined as string | undefined };
  beforeAll(async () => {
    stranger = createServer((socket) => {
      socket.on('error', () => {});
      if (says.word !== undefined) socket.write(says.word);
    });
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    port = (stranger.address() as { port: number }).port;
  });
  afterAll(() => stranger.close());

  async function expectNamed(pid: number, files: readonly string[]): Promise<void> {
    const expected = {
      code: 'busy',
      message: expect.stringContaining(`process ${pid} `),
      hint: expect.stringMatching(/if it is another program, delete [^,]*$/),
    };
    const error = await findRunning(directory).then(String, (thrown: LabError) => thrown);
    expect(error).toMatchObject(expected);
    for (const file of files) expect((error as LabError).hint).toContain(`\`${at(file)}\``);
    // The process of the cluster is just as careful.
    await expect(takeOwnership(directory, () => {})).rejects.toMatchObject({
      code: 'busy',
      hint: expect.stringContaining(`delete \`${at('lock')}\``),
    });
  }

  it.each([
    ['and no port', () => undefined, undefined],
    ['and a port where nobody listens', () => 1, undefined],
    [
      'and the port of a program that says something else',
      () => port,
      'HTTP/1.1 400 Bad Request\r\n\r\n{}\n',
    ],
  ])('%s, is reported', async (_, portOf, word) => {
    says.word = word;
    const owner = ownerOf(bystander.pid!, realpathSync(directory), portOf());
    writeFileSync(at('lock'), JSON.stringify(owner));
    await expectNamed(bystander.pid!, ['lock']);
    writeState(record({ owner }));
    await expectNamed(bystander.pid!, ['lock', 'state.json']);
    expect(bystander.signalCode).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')(
    'and the port of a silent program, is reported if it is not Node',
    async () => {
      says.word = undefined;
      const sleep = spawn('sleep', ['600']);
      await once(sleep, 'spawn');
      try {
        const owner = ownerOf(sleep.pid!, realpathSync(directory), port);
        writeFileSync(at('lock'), JSON.stringify(owner));
        await expectNamed(sleep.pid!, ['lock']);
        expect(sleep.signalCode).toBeNull();
      } finally {
        sleep.kill('SIGKILL');
      }
    },
  );
});

/** Makes this process hold the directory as a cluster does. */
async function serving(onEnd = () => {}): Promise<Ownership> {
  const ownership = await takeOwnership(directory, onEnd);
  open.push(ownership);
  ownership.publish({ ...record({ kept: false }), pid: process.pid, owner: ownership.owner } as never);
  return ownership;
}
const open: Ownership[] = [];
afterEach(() => {
  for (const ownership of open.splice(0)) ownership.release();
});

describe('a running cluster', () => {
  it('is found by its lock and its record, or by either alone, and has a single id', async () => {
    await serving();
    const both = await findRunning(directory);
    expect(both).toMatchObject({ process: { pid: process.pid }, record: { detached: true } });
    const lock = readFileSync(at('lock'));
    rmSync(at('lock'));
    expect(await findRunning(directory)).toEqual(both);
    writeFileSync(at('lock'), lock);
    rmSync(at('state.json'));
    const { record: _missing, ...rest } = both!;
    expect(await findRunning(directory)).toEqual(rest);
  });

  it('was replaced without a question after its lock and its record were deleted by hand', async () => {
    const { owner } = await serving();
    writeMark(directory, 'running', owner);
    const both = await findRunning(directory);
    rmSync(at('lock'));
    rmSync(at('state.json'));
    const { record: _missing, ...rest } = both!;
    expect(await findRunning(directory)).toEqual(rest);
    await expect(takeOwnership(directory, () => {})).rejects.toMatchObject({ code: 'busy' });
    expect(existsSync(at('lock'))).toBe(false);
  });

  it('was taken for one in use when its record was looked for in the moment after its deletion', async () => {
    const { owner, publish } = await serving();
    const both = await findRunning(directory);
    const { signal } = new AbortController();
    rmSync(at('state.json'));
    const settled = findSettled(directory, signal, 60_000);
    publish({ ...record({ kept: false }), pid: process.pid, owner } as never);
    expect(await settled).toEqual(both);
    // Without a record, and with nothing to wait for, what is known is reported.
    rmSync(at('state.json'));
    const { record: _missing, ...rest } = both!;
    expect(await findSettled(directory, signal, 0)).toEqual(rest);
    expect(await findSettled(directory, AbortSignal.abort(), 60_000)).toEqual(rest);
  });

  it('is told by its own pid, although another one was written into its files', async () => {
    const { owner } = await serving();
    const edited = { ...owner, ...ownerOf(bystander.pid!, owner.place, owner.port), secret: owner.secret };
    writeFileSync(at('lock'), JSON.stringify(edited));
    writeState(record({ owner: edited }));
    expect(await findRunning(directory)).toMatchObject({
      process: ownIdentity(),
      record: { pid: process.pid },
    });
  });

  it('does not exist if only its files were copied', async () => {
    await serving();
    const copy = join(home, 'copy', 'clusters', 'kafka-lab');
    cpSync(directory, copy, { recursive: true });
    expect(await findRunning(copy)).toBeUndefined();
  });

  it('keeps a second one out, and lets it in once it has stopped', async () => {
    const first = await serving();
    await expect(takeOwnership(directory, () => {})).rejects.toMatchObject({ code: 'busy', exitCode: 3 });
    first.release();
    await expect(serving()).resolves.toBeDefined();
  });

  it('is confirmed by its secret if start times are hidden', async () => {
    const { owner } = await serving();
    const { mark: _hidden, ...rest } = owner;
    // An impossible start time represents one that cannot be read.
    writeFileSync(at('lock'), JSON.stringify({ ...rest, startedAt: 0 }));
    expect(await findRunning(directory)).toMatchObject({ process: { pid: process.pid } });
  });
});

it('a lock of an earlier kafka-lab does not prevent a start', async () => {
  writeFileSync(at('lock'), String(bystander.pid));
  await expect(serving()).resolves.toBeDefined();
});

describe('a hostile state.json', () => {
  beforeEach(() => writeFileSync(at('kubeconfig'), ''));

  it('leads only to the cluster’s own kubeconfig', () => {
    writeState(record());
    expect(readRecord(directory)).toMatchObject({
      kubeconfig: at('kubeconfig'),
      detached: true,
      kept: false,
    });
  });

  it.each([
    { bootstrap: '127.0.0.1:1; rm -rf ~' },
    { bootstrap: '10.0.0.1:9092' },
    { zookeeper: '127.0.0.1:99999' },
    { zookeeper: '$(id)' },
    { url: 'https://evil.example:443' },
    { url: 'https://127.0.0.1:1@evil.example' },
    { url: 'http://127.0.0.1:1' },
    { kubeconfig: '/etc/passwd' },
    { name: '../../x' },
    { name: 'other' },
    { nodes: ['\u001b[2J'] },
    { nodes: 'abc' },
    { startedAt: 1e300 },
    { startedAt: 'now' },
    { pid: -1 },
    { owner: { pid: 1 } },
  ])('is not a record: %j', (change) => {
    writeState(record(change));
    expect(readRecord(directory)).toBeUndefined();
  });

  it.each(['', '[', 'null', '[]', '"x"', `{"pid":${'9'.repeat(400)}}`, 'x'.repeat(100_000)])(
    'is not a record: %.20s',
    (text) => {
      writeFileSync(at('state.json'), text);
      expect(readRecord(directory)).toBeUndefined();
    },
  );

  it('is not a record if it is a directory', () => {
    mkdirSync(at('state.json'));
    expect(readRecord(directory)).toBeUndefined();
  });
});
