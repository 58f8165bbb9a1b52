import { expect, it, vi } from 'vitest';
import { nextTurn } from '../../../../source/embedded/bounds/lanes/cluster.ts';
import { countedSlice } from '../../../../source/embedded/bounds/slices.ts';
import {
  PacedConnection,
  pieceBytes,
} from '../../../../source/embedded/kubernetes/streams/paced-connection.ts';
import { WriteBatcher } from '../../../../source/embedded/kubernetes/streams/write-batcher.ts';
import { connectedPair } from '../../../../source/embedded/network/duplex-pair.ts';

it('passes on in pieces what arrives together, a few of them per turn', async () => {
  const [near, far] = connectedPair();
  const paced = new PacedConnection(near, { isOver: () => slice.isOver() });
  let slice = countedSlice(3);
  let inTurn = 0;
  let most = 0;
  const received: Buffer[] = [];
  paced.on('data', (piece: Buffer) => {
    expect(piece.length).toBeLessThanOrEqual(pieceBytes);
    if (inTurn === 0)
      setImmediate(() => {
        inTurn = 0;
        slice = countedSlice(3);
      });
    inTurn += 1;
    most = Math.max(most, inTurn);
    received.push(piece);
  });
  const ended = new Promise((resolve) => paced.once('end', resolve));
  const sent = Buffer.from(Array.from({ length: 40 * pieceBytes + 7 }, (_, index) => index % 251));
  far.end(sent);
  await ended;
  expect(Buffer.concat(received).equals(sent)).toBe(true);
  expect(most).toBeLessThanOrEqual(3);
  paced.destroy();
});

it('stops reading while nobody reads from it', async () => {
  const [near, far] = connectedPair();
  const paced = new PacedConnection(near);
  far.on('error', () => {});
  for (let chunk = 0; chunk < 100; chunk++) far.write(Buffer.alloc(10_000));
  await nextTurn();
  await nextTurn();
  expect(paced.readableLength).toBeLessThanOrEqual(pieceBytes);
  expect(far.writableNeedDrain).toBe(true);
  paced.destroy();
  await vi.waitFor(() => expect(far.destroyed).toBe(true));
});

it('passes writes on, and the end of either side', async () => {
  const [near, far] = connectedPair();
  const paced = new PacedConnection(near);
  const received: Buffer[] = [];
  far.on('data', (chunk: Buffer) => received.push(chunk));
  paced.cork();
  paced.write('head ');
  paced.write('body');
  paced.uncork();
  paced.on('error', () => {});
  paced.end(' end');
  await new Promise((resolve) => far.once('end', resolve));
  expect(Buffer.concat(received).toString()).toBe('head body end');
  far.on('error', () => {});
  far.destroy();
  await vi.waitFor(() => expect(paced.destroyed).toBe(true));
});

it('writes thousands of one-byte pieces that came together as one', async () => {
  const written: string[] = [];
  const batcher = new WriteBatcher((bytes) => written.push(bytes.toString()));
  for (let index = 0; index < 5000; index++) batcher.add(Buffer.from('a'));
  await Promise.resolve();
  expect(written).toEqual(['a'.repeat(5000)]);
  batcher.add(Buffer.from('b'));
  batcher.flush();
  await Promise.resolve();
  expect(written.slice(1)).toEqual(['b']);
});
