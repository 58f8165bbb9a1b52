import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { HeldBytes, SharedBytes } from '../../../source/embedded/bounds/held-bytes.ts';
import { Outbox, pieceBytes } from '../../../source/embedded/bounds/outbox.ts';

const mib = 1024 * 1024;

/** A client that reads a piece whenever the test lets it. */
function client() {
  const got: Buffer[] = [];
  const pending: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 16 * 1024,
    write(chunk: Buffer, _encoding, done) {
      pending.push(() => {
        got.push(chunk);
        done();
      });
    },
  });
  return { stream, got, pending, take: () => pending.shift()?.() };
}

test('an event that 600 watches have not read is held once, and each of their sockets holds one piece', () => {
  const held = new HeldBytes(() => {}, 192 * mib);
  const clients = Array.from({ length: 600 }, client);
  const outboxes = clients.map(
    ({ stream }, index) => new Outbox(stream, { held, what: `watch ${index}`, breakOff() {} }),
  );
  for (let event = 0; event < 30; event++) {
    const bytes = new SharedBytes(Buffer.alloc(900 * 1024));
    for (const outbox of outboxes) outbox.push(bytes);
  }
  expect(held.total).toBe(30 * 900 * 1024);
  expect(Math.max(...clients.map(({ stream }) => stream.writableLength))).toBeLessThanOrEqual(pieceBytes);
  for (const outbox of outboxes) outbox.close();
  expect(held.total).toBe(0);
});

test('a slow client gets everything in order, and nothing stays counted', async () => {
  const held = new HeldBytes();
  const { stream, got, pending, take } = client();
  const outbox = new Outbox(stream, { held, what: 'one', breakOff() {} });
  const sent = [Buffer.alloc(300_000, 'a'), Buffer.from('b'), Buffer.alloc(200_000, 'c')];
  for (const bytes of sent) outbox.push(bytes);
  let isTaken = false;
  const taken = outbox.taken().then(() => {
    isTaken = true;
  });
  while (!isTaken) {
    await vi.waitFor(() => expect(pending.length > 0 || isTaken).toBe(true));
    take();
  }
  await taken;
  expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true);
  expect(held.total).toBe(0);
});

test('a client that reads nothing is disconnected: beyond its limit at once, below it when its time is up', async () => {
  const reasons: (string | undefined)[] = [];
  const held = new HeldBytes();
  const options = { held, what: 'one', breakOff: (why?: string) => reasons.push(why) };
  const many = new Outbox(client().stream, { ...options, most: mib });
  many.push(Buffer.alloc(3 * mib));
  expect(reasons).toEqual([expect.stringContaining(`${mib} are allowed`)]);
  const few = new Outbox(client().stream, { ...options, stalledAfterMs: 20 });
  few.push(Buffer.alloc(mib));
  await vi.waitFor(() => expect(reasons).toHaveLength(2));
  expect(reasons[1]).toContain('read nothing');
  expect(held.total).toBe(0);
});

test('beyond the total limit, the connection that holds the most is closed, even if it shares what it holds', () => {
  const broken: string[] = [];
  const held = new HeldBytes(() => {}, 2 * mib);
  const open = (what: string) =>
    new Outbox(client().stream, { held, what, breakOff: () => broken.push(what) });
  const shared = new SharedBytes(Buffer.alloc(1.5 * mib));
  const [small, large] = [open('small'), open('large')];
  small.push(shared);
  large.push(shared);
  large.push(Buffer.alloc(mib));
  expect(broken).toEqual(['large']);
  expect(held.total).toBe(1.5 * mib);
});
