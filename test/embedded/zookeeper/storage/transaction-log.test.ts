import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fullAccess } from '../../../../source/embedded/zookeeper/database/access.ts';
import { Database } from '../../../../source/embedded/zookeeper/database/database.ts';
import { takeAll } from '../../../../source/embedded/zookeeper/database/exclusive-work.ts';
import {
  decodeTransaction,
  encodeTransaction,
  type Transaction,
  type TransactionBody,
} from '../../../../source/embedded/zookeeper/database/transaction.ts';
import { treeLimits } from '../../../../source/embedded/zookeeper/database/tree-limits.ts';
import type { Lifetime } from '../../../../source/embedded/zookeeper/database/znode.ts';
import { JuteReader } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import { openAcl } from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { adler32 } from '../../../../source/embedded/zookeeper/storage/adler32.ts';
import {
  encodeEntry,
  encodeLogHeader,
  logsIn,
  readEntries,
} from '../../../../source/embedded/zookeeper/storage/log-file.ts';
import { Storage } from '../../../../source/embedded/zookeeper/storage/storage.ts';
import { Random } from '../../kafka/random.ts';
import { countedAcl, ranges } from '../counted-acl.ts';
import { serve } from '../server-under-test.ts';

/** FUZZ_COUNT=1000000 for a long run, FUZZ_SEED for another seed. */
const count = Number(process.env.FUZZ_COUNT ?? 3000);
const seed = Number(process.env.FUZZ_SEED ?? 1);

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function lifetimeOf(kind: string, session: bigint): Lifetime {
  if (kind === 'ephemeral') return { kind, session };
  if (kind === 'ttl') return { kind, ttl: 5000n };
  return { kind: kind === 'container' ? kind : 'persistent' };
}

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'zookeeper-log-'));
  directories.push(directory);
  return directory;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const data = fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)));
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const acl = fc.array(fc.record({ permissions: int32, scheme: text, id: text }), { maxLength: 3 });
const change = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    path: text,
    data,
    acl,
    ephemeral: fc.boolean(),
    parentCversion: int32,
  }),
  fc.record({ kind: fc.constant('createContainer' as const), path: text, data, acl, parentCversion: int32 }),
  fc.record({
    kind: fc.constant('createTtl' as const),
    path: text,
    data,
    acl,
    parentCversion: int32,
    ttl: fc.bigInt({ min: 1n, max: 2n ** 40n - 1n }),
  }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'deleteContainer' as const), path: text }),
  fc.record({ kind: fc.constant('setData' as const), path: text, data, version: int32 }),
  fc.record({ kind: fc.constant('setAcl' as const), path: text, acl, version: int32 }),
  fc.record({ kind: fc.constant('check' as const), path: text, version: int32 }),
);
const body: fc.Arbitrary<TransactionBody> = fc.oneof(
  change,
  fc.record({ kind: fc.constant('multi' as const), transactions: fc.array(change, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('createSession' as const), timeoutMs: int32 }),
  fc.record({ kind: fc.constant('closeSession' as const), ephemerals: fc.array(text, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('error' as const), error: int32 }),
);
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const header = fc.record({ session: long, cxid: int32, zxid: long, time: fc.maxSafeNat() });
const transaction: fc.Arbitrary<Transaction> = fc.record({ header, body });

describe('the transaction log', () => {
  it('has the file format of ZooKeeper', () => {
    const created: Transaction = {
      header: { session: 0x10000a1b2c3d4e5fn, cxid: 7, zxid: 0x1en, time: 1_700_000_000_000 },
      body: {
        kind: 'create',
        path: '/a',
        data: Buffer.from('x'),
        acl: openAcl,
        ephemeral: true,
        parentCversion: 3,
      },
    };
    expect(encodeLogHeader().toString('hex')).toBe('5a4b4c47000000020000000000000000');
    expect(encodeTransaction(created).toString('hex')).toBe(
      '10000a1b2c3d4e5f00000007000000000000001e0000018bcfe5680000000001' +
        '000000022f610000000178000000010000001f00000005776f726c6400000006616e796f6e650100000003',
    );
    const entry = encodeEntry(created);
    expect(entry.subarray(0, 12).toString('hex')).toBe('000000004f4b0a060000004b');
    expect(entry.at(-1)).toBe(0x42);
    expect(adler32(Buffer.from('Wikipedia'))).toBe(0x11e60398);
    expect(adler32(Buffer.alloc(100_000, 255))).toBe(0x149a302c);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(transaction, (one) => {
        expect(decodeTransaction(new JuteReader(encodeTransaction(one)))).toEqual(one);
      }),
    );
    fc.assert(
      fc.property(fc.array(transaction, { maxLength: 6 }), (all) => {
        const file = Buffer.concat([encodeLogHeader(), ...all.map(encodeEntry)]);
        expect(readEntries(file)).toEqual({ transactions: all, end: file.length });
      }),
    );
  });

  it(`restores from ${count} files with changed bytes (seed ${seed}) what precedes the change, and nothing else`, () => {
    const random = new Random(seed);
    const all = fc.sample(transaction, { numRuns: 20, seed });
    const entries = all.map(encodeEntry);
    const whole = Buffer.concat([encodeLogHeader(), ...entries]);
    for (let round = 0; round < count; round++) {
      const at = random.below(whole.length);
      const cut = random.below(3) === 0;
      const file = Buffer.from(cut ? whole.subarray(0, at) : whole);
      if (!cut) file[at] = file[at]! ^ (1 + random.below(255));
      let intact = 0;
      for (let end = 16; intact < entries.length && end + entries[intact]!.length <= at; intact++)
        end += entries[intact]!.length;
      const found = readEntries(file).transactions;
      expect(found).toHaveLength(at < 16 ? 0 : intact);
      if (round % 100 === 0) expect(found).toEqual(all.slice(0, found.length));
    }
  });

  it('restores the same tree, sessions and zxid, however many snapshots were taken', () => {
    const path = fc.constantFrom('/a', '/b', '/a/c', '/a/d', '/a/c/e');
    const kind = fc.constantFrom(
      'create',
      'sequential',
      'ephemeral',
      'container',
      'ttl',
      'delete',
      'set',
      'acl',
      'open',
      'close',
    );
    const step = fc.record({ kind, path, session: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 100, max: 4000 }), (steps, bytes) => {
        const options = { dataDirectory: newDirectory(), snapshotAfterBytes: bytes };
        const open = () => {
          const database = new Database(2000, 1n, () => 1_700_000_000_000);
          const storage = new Storage(database, options, 0);
          database.onTransaction = (one) => storage.append(one);
          return { database, storage };
        };
        const first = open();
        const { tree, sessions } = first.database;
        for (const { kind, path, session } of steps) {
          const id = sessions.all()[session]?.id ?? 0n;
          const lifetime = lifetimeOf(kind, id);
          if (kind === 'open') first.database.openSession(4000, 0);
          else if (kind === 'close') takeAll(first.database.closeSession(id));
          else
            try {
              const write = first.database.write({ session: id, xid: 1 }, (zxid, now) => {
                if (kind === 'delete') return tree.delete(path, -1, zxid, fullAccess);
                if (kind === 'set')
                  return tree.setData(path, Buffer.from(String(zxid)), -1, zxid, now, fullAccess);
                if (kind === 'acl')
                  return tree.setAcl(
                    path,
                    [{ permissions: 1, scheme: 'ip', id: '10.0.0.0/8' }],
                    -1,
                    fullAccess,
                  );
                return tree.create(
                  path,
                  { data: null, acl: openAcl, sequential: kind === 'sequential', lifetime },
                  zxid,
                  now,
                  fullAccess,
                );
              });
              takeAll(write);
            } catch {
              // A refused write takes its zxid, and changes nothing.
            }
        }
        const picture = ({ database }: ReturnType<typeof open>) => ({
          zxid: database.zxid,
          sessions: database.sessions.all().map(({ id, timeoutMs, password }) => [id, timeoutMs, password]),
          nodes: [...database.tree.nodes.keys()]
            .sort()
            .map((key) => [key, database.tree.stat(key), database.tree.data(key), database.tree.acl(key)]),
          ephemerals: [0n, 1n, 2n, 3n].map((id) => database.tree.ephemeralsOf(id)),
        });
        const second = open();
        expect(picture(second)).toEqual(picture(first));
        expect(logsIn(join(options.dataDirectory, 'version-2'))).toHaveLength(1);
        first.storage.close();
        second.storage.close();
      }),
      { numRuns: 60 },
    );
  });

  it('contains a write before its response is sent, and a torn end is truncated', async () => {
    const dataDirectory = newDirectory();
    const first = serve({ dataDirectory });
    const client = await first.connect();
    await client.create('/answered', Buffer.from('1'));
    await client.setData('/answered', Buffer.from('2'));
    // The disk at the moment of the response, as a SIGKILL of the whole process would leave it.
    const left = newDirectory();
    cpSync(dataDirectory, left, { recursive: true });
    const [log] = logsIn(join(left, 'version-2'));
    appendFileSync(log!.path, readFileSync(log!.path).subarray(16, 40));
    client.drop();
    first.server.kill();
    const second = serve({ dataDirectory: left });
    const other = await second.connect();
    expect(await other.getData('/answered')).toMatchObject({ data: Buffer.from('2'), stat: { version: 1 } });
    expect(second.log.join('\n')).toContain(`The torn end of ${log!.path} was cut off`);
    await other.close();
    second.server.kill();
  });

  it('closes the sessions of an earlier boot, and keeps those of the same boot', async () => {
    const dataDirectory = newDirectory();
    const first = serve({ dataDirectory, bootId: 'one' });
    const client = await first.connect();
    await client.create('/mine', Buffer.alloc(0), { ephemeral: true });
    client.drop();
    first.server.kill();
    const same = serve({ dataDirectory, bootId: 'one' });
    const observer = await same.connect();
    expect((await observer.exists('/mine'))?.ephemeralOwner).toBe(client.sessionId);
    observer.drop();
    same.server.kill();
    const later = serve({ dataDirectory, bootId: 'two' });
    const last = await later.connect();
    expect(await last.exists('/mine')).toBeUndefined();
    await last.close();
    later.server.kill();
  });

  it('makes the server exit with 1 if a transaction is missing', async () => {
    const dataDirectory = newDirectory();
    const first = serve({ dataDirectory });
    const client = await first.connect();
    await client.create('/a', Buffer.alloc(0));
    client.drop();
    first.server.kill();
    const [log] = logsIn(join(dataDirectory, 'version-2'));
    const { transactions } = readEntries(readFileSync(log!.path));
    const later = transactions.map((one) => ({
      ...one,
      header: { ...one.header, zxid: one.header.zxid + 5n },
    }));
    rmSync(log!.path);
    appendFileSync(log!.path, Buffer.concat([encodeLogHeader(), ...later.map(encodeEntry)]));
    const second = serve({ dataDirectory });
    expect(await second.server.exited).toEqual({ exitCode: 1 });
    expect(second.log.at(-1)).toContain('the transaction log goes from zxid 0x0 to 0x6');
  });
});

it('each server of an ensemble encoded the same transaction again', () => {
  const { acl, looks } = countedAcl('ip', ranges(1000));
  const body: TransactionBody = { kind: 'setAcl', path: '/a', acl, version: 1 };
  const transaction: Transaction = { header: { session: 1n, cxid: 1, zxid: 1n, time: 1 }, body };
  for (let server = 0; server < 3; server++) encodeEntry(transaction);
  expect(looks.count).toBe(acl.length);
});

it('the end of a session with long paths ended the log for whoever read it', () => {
  const path = `/${'a'.repeat(512 * 1024)}`;
  const ephemerals = Array.from({ length: treeLimits.bytes / (512 * 1024) - 1 }, (_, index) => path + index);
  const header = { session: 1n, cxid: 1, zxid: 2n, time: 3 };
  const transaction: Transaction = { header, body: { kind: 'closeSession', ephemerals } };
  const file = Buffer.concat([encodeLogHeader(), encodeEntry(transaction)]);
  const { transactions, end } = readEntries(file);
  expect(end).toBe(file.length);
  expect(transactions[0]?.body).toEqual(transaction.body);
});
