import type { Database, Origin } from '../database/database.ts';
import type { Steps } from '../database/exclusive-work.ts';
import type { TreeTransaction } from '../database/transaction.ts';
import type { Write } from '../database/tree.ts';
import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import {
  opcodes,
  readCreateRequest,
  readMultiHeader,
  writeMultiHeader,
  writeStat,
} from '../protocol/messages.ts';
import { createNode } from './create-node.ts';

type Done = Write<TreeTransaction> & { readonly path?: string };

interface Part {
  readonly type: number;
  readonly run: (zxid: bigint, now: number) => Done;
  readonly path: string;
}

export const maxParts = 10_000;

/**
 * A transaction: all parts or none. A step for each part, and for each watcher.
 *
 * MultiRequest => { MultiHeader, request body }..., MultiHeader(-1, true, -1)
 * MultiResponse => { MultiHeader(type, false, err), result }..., MultiHeader(-1, true, -1)
 * A failed transaction answers type -1 for each part, its ErrorResponse => err i32: OK for parts before the one that failed,
 * RUNTIMEINCONSISTENCY for those after it.
 */
export function* runMulti(database: Database, origin: Origin, reader: JuteReader): Steps<JuteWriter> {
  const parts = yield* readParts(database, reader, origin.session);
  const done: Done[] = [];
  let failure: ZooKeeperError | undefined;
  try {
    yield* database.write(origin, (zxid, now) => carryOut(parts, done, zxid, now));
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error;
    failure = error;
  }
  const reply = new JuteWriter();
  for (const [index, part] of parts.entries()) {
    if (failure === undefined) writeResult(reply, database, part, done[index]!);
    else writeFailure(reply, failure, index - done.length);
    yield;
  }
  writeMultiHeader(reply, opcodes.error, true, -1);
  return reply;
}

/** `done` has the executed parts, also when one throws and all are undone. */
function* carryOut(
  parts: readonly Part[],
  done: Done[],
  zxid: bigint,
  now: number,
): Steps<Write & { readonly transaction: { readonly kind: 'multi' } }> {
  try {
    for (const part of parts) {
      done.push(part.run(zxid, now));
      yield;
    }
  } catch (error) {
    for (const write of done.toReversed()) {
      write.undo();
      yield;
    }
    throw error;
  }
  return {
    changes: done.flatMap((write) => write.changes),
    transaction: { kind: 'multi', transactions: done.map((write) => write.transaction) },
    undo: () => undefined,
  };
}

function writeResult(reply: JuteWriter, { tree }: Database, part: Part, done: Done): void {
  writeMultiHeader(reply, part.type, false, 0);
  const created = done.path ?? part.path;
  if (part.type === opcodes.create || part.type === opcodes.create2) reply.string(created);
  if (part.type === opcodes.create2 || part.type === opcodes.setData) writeStat(reply, tree.stat(created));
}

/** `place` is relative to the failed part. */
function writeFailure(reply: JuteWriter, failure: ZooKeeperError, place: number): void {
  const code =
    place < 0 ? 0 : place === 0 ? failure.number : new ZooKeeperError('RUNTIMEINCONSISTENCY').number;
  writeMultiHeader(reply, opcodes.error, false, code);
  reply.i32(code);
}

function* readParts(database: Database, input: JuteReader, owner: bigint): Steps<Part[]> {
  const result: Part[] = [];
  for (;;) {
    const header = readMultiHeader(input);
    if (header.done) return result;
    if (result.length >= maxParts) throw new ZooKeeperError('MARSHALLINGERROR', undefined, 'too many parts');
    result.push(readPart(database, header.type, input, owner));
    yield;
  }
}

function readPart(database: Database, type: number, input: JuteReader, owner: bigint): Part {
  const { tree } = database;
  switch (type) {
    case opcodes.create:
    case opcodes.create2: {
      const request = readCreateRequest(input);
      return {
        type,
        path: request.path,
        run: (zxid, now) => createNode(database, request, owner, zxid, now),
      };
    }
    case opcodes.delete: {
      const [path, version] = [input.string(), input.i32()];
      return { type, path, run: (zxid) => tree.delete(path, version, zxid) };
    }
    case opcodes.setData: {
      const [path, data, version] = [input.string(), input.buffer(), input.i32()];
      return { type, path, run: (zxid, now) => tree.setData(path, data, version, zxid, now) };
    }
    case opcodes.check: {
      const [path, version] = [input.string(), input.i32()];
      return { type, path, run: () => tree.check(path, version) };
    }
    default:
      throw new ZooKeeperError('UNIMPLEMENTED', undefined, `type ${type} in a transaction`);
  }
}
