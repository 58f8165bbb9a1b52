import { expect, test } from 'vitest';
import { countedSlice } from '../../../../source/embedded/bounds/slices.ts';
import type { WatchedEvent } from '../../../../source/embedded/zookeeper/client-api.ts';
import { fullAccess } from '../../../../source/embedded/zookeeper/database/access.ts';
import { Database } from '../../../../source/embedded/zookeeper/database/database.ts';
import {
  ExclusiveWork,
  type Steps,
  takeAll,
} from '../../../../source/embedded/zookeeper/database/exclusive-work.ts';
import { JuteReader, JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  opcodes,
  openAcl,
  writeCreateRequest,
  writeMultiHeader,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { Identities } from '../../../../source/embedded/zookeeper/server/identities.ts';
import { runMulti } from '../../../../source/embedded/zookeeper/server/multi.ts';
import type { RequestContext } from '../../../../source/embedded/zookeeper/server/request-context.ts';
import { setWatches } from '../../../../source/embedded/zookeeper/server/set-watches.ts';

const origin = { session: 1n, xid: 1 };
const contextOf = (database: Database): RequestContext => ({
  ...origin,
  database,
  settings: {},
  watcher: () => undefined,
  access: new Identities('10.244.1.2'),
});
const newDatabase = () => new Database(2000, 1n, () => 0);
const paths = (count: number) => Array.from({ length: count }, (_, index) => `/n${index}`);

/** Runs steps in slices of the given size. Resolves with the maximum number of calls of `work` in one slice. */
async function mostInOneSlice(steps: (count: () => void) => Steps<unknown>, size: number): Promise<number> {
  const slices: number[] = [];
  const work = new ExclusiveWork(
    () => 0,
    () => {},
    () => {
      slices.push(0);
      return countedSlice(size);
    },
  );
  const count = () => {
    slices[slices.length - 1]! += 1;
  };
  await new Promise((resolve, reject) => work.run(steps(count), resolve, reject));
  expect(slices.length).toBeGreaterThan(1);
  return Math.max(...slices);
}

function multiOf(all: readonly string[]): JuteReader {
  const writer = new JuteWriter();
  for (const path of all) {
    writeMultiHeader(writer, opcodes.create, false, -1);
    writeCreateRequest(writer, { path, data: null, acl: openAcl, flags: 0 });
  }
  writeMultiHeader(writer, -1, true, -1);
  return new JuteReader(writer.bytes());
}

test('SetWatches with thousands of paths notifies a few in each slice', async () => {
  const body = new JuteWriter().i64(0n);
  for (const list of [paths(3000), [], []]) body.vector(list, (path) => body.string(path));
  const most = await mostInOneSlice(
    (count) => setWatches(newDatabase(), count, opcodes.setWatches, new JuteReader(body.bytes())),
    100,
  );
  expect(most).toBeLessThanOrEqual(101);
});

test('a transaction that hundreds of persistent watchers observe notifies a few in each slice', async () => {
  const database = newDatabase();
  let told = 0;
  let counted = () => {};
  for (let watcher = 0; watcher < 50; watcher++)
    database.watches.add('recursive', '/', () => {
      told += 1;
      counted();
    });
  const most = await mostInOneSlice((count) => {
    counted = count;
    return runMulti(contextOf(database), multiOf(paths(200)));
  }, 100);
  expect(told).toBe(50 * 200);
  expect(most).toBeLessThanOrEqual(101);
});

test('the end of a session with thousands of nodes notifies a few in each slice', async () => {
  const database = newDatabase();
  const { id } = database.openSession(10_000, 0);
  const options = {
    data: null,
    acl: openAcl,
    sequential: false,
    lifetime: { kind: 'ephemeral', session: id },
  } as const;
  for (const path of paths(2000))
    takeAll(
      database.write(origin, (zxid, now) => database.tree.create(path, options, zxid, now, fullAccess)),
    );
  let counted = () => {};
  database.watches.add('recursive', '/', () => counted());
  const most = await mostInOneSlice((count) => {
    counted = count;
    return database.closeSession(id);
  }, 100);
  expect(most).toBeLessThanOrEqual(101);
  expect(database.tree.ephemeralCount).toBe(0);
});

test('no request is handled during a transaction, and its events precede every later reply', async () => {
  const database = newDatabase();
  const happened: string[] = [];
  database.watches.add('data', '/n499', ({ type, path }: WatchedEvent) => happened.push(`${type} ${path}`));
  const busyFor: number[] = [];
  let clock = 0;
  const work = new ExclusiveWork(
    () => clock++,
    (ms) => busyFor.push(ms),
    () => countedSlice(50),
  );
  const whole = new Promise<void>((resolve, reject) =>
    work.run(
      runMulti(contextOf(database), multiOf(paths(500))),
      () => {
        happened.push('reply');
        resolve();
      },
      reject,
    ),
  );
  const reads = ['first', 'second'].map(
    (name) =>
      new Promise<void>((resolve) =>
        work.whenFree(() => {
          happened.push(`${name} reader: ${database.tree.children('/').length}`);
          resolve();
        }),
      ),
  );
  expect(work.isBusy).toBe(true);
  expect(happened).toEqual([]);
  await Promise.all([whole, ...reads]);
  // 500, and /zookeeper.
  expect(happened).toEqual(['NodeCreated /n499', 'reply', 'first reader: 501', 'second reader: 501']);
  expect(busyFor).toHaveLength(1);
});

test('a transaction that fails late is rolled back before any other request is handled', async () => {
  const database = newDatabase();
  const work = new ExclusiveWork(
    () => 0,
    () => {},
    () => countedSlice(50),
  );
  const replied = new Promise<JuteWriter>((resolve, reject) =>
    work.run(runMulti(contextOf(database), multiOf([...paths(300), '/none/child'])), resolve, reject),
  );
  const seen = new Promise<number>((resolve) =>
    work.whenFree(() => resolve(database.tree.children('/').length)),
  );
  const reply = new JuteReader((await replied).bytes());
  expect([reply.i32(), reply.bool(), reply.i32()]).toEqual([opcodes.error, false, 0]);
  expect(await seen).toBe(1);
});

test('a cancelled request is dropped, and a thousand waiting requests are handled one after the other', () => {
  const work = new ExclusiveWork(
    () => 0,
    () => {},
  );
  const heard: number[] = [];
  const waiters = Array.from({ length: 10_000 }, (_, index) => index);
  work.run(
    (function* (): Steps<void> {})(),
    () => {
      const callOffs = waiters.map((index) =>
        work.whenFree(() =>
          work.run(
            (function* (): Steps<void> {})(),
            () => heard.push(index),
            () => {},
          ),
        ),
      );
      callOffs[1]!();
    },
    () => {},
  );
  expect(heard).toEqual(waiters.filter((index) => index !== 1));
});
