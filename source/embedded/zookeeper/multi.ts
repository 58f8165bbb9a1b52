import { type JuteReader, JuteWriter } from './bytes.ts';
import { createNode } from './create-node.ts';
import type { Database, Origin } from './database.ts';
import { ZooKeeperError } from './error.ts';
import { opcodes, readCreateRequest, readMultiHeader, writeMultiHeader, writeStat } from './messages.ts';
import type { TreeTransaction } from './transaction.ts';
import type { Write } from './tree.ts';

type Done = Write<TreeTransaction> & { readonly path?: string };
type Step = (zxid: bigint, now: number) => Done;

interface Part {
  readonly type: number;
  readonly run: Step;
  readonly path: string;
}

export const maxParts = 10_000;

/**
 * A transaction: all parts or none.
 *
 * MultiRequest => { MultiHeader, request body }..., MultiHeader(-1, true, -1)
 * MultiResponse => { MultiHeader(type, false, err), result }..., MultiHeader(-1, true, -1)
 * A failed transaction answers type -1 for each part, its ErrorResponse => err i32: OK for parts before the one that failed,
 * RUNTIMEINCONSISTENCY for those after it.
 */
export function runMulti(database: Database, origin: Origin, reader: JuteReader): JuteWriter {
  const parts = readParts(reader, origin.session);
  const done: Done[] = [];
  let failure: ZooKeeperError | undefined;
  try {
    database.write(origin, (zxid, now) => {
      try {
        for (const part of parts) done.push(part.run(zxid, now));
      } catch (error) {
        for (const write of done.toReversed()) write.undo();
        throw error;
      }
      return {
        changes: done.flatMap((write) => write.changes),
        transaction: { kind: 'multi', transactions: done.map((write) => write.transaction) },
        undo: () => undefined,
      };
    });
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error;
    failure = error;
  }
  const reply = new JuteWriter();
  parts.forEach((part, index) => {
    if (failure !== undefined) {
      const code =
        index < done.length
          ? 0
          : index === done.length
            ? failure.number
            : new ZooKeeperError('RUNTIMEINCONSISTENCY').number;
      writeMultiHeader(reply, opcodes.error, false, code);
      reply.i32(code);
      return;
    }
    writeMultiHeader(reply, part.type, false, 0);
    const created = done[index]!.path ?? part.path;
    if (part.type === opcodes.create || part.type === opcodes.create2) reply.string(created);
    if (part.type === opcodes.create2 || part.type === opcodes.setData)
      writeStat(reply, database.tree.stat(created));
  });
  writeMultiHeader(reply, opcodes.error, true, -1);
  return reply;

  function readParts(input: JuteReader, owner: bigint): Part[] {
    const result: Part[] = [];
    for (;;) {
      const header = readMultiHeader(input);
      if (header.done) return result;
      if (result.length >= maxParts)
        throw new ZooKeeperError('MARSHALLINGERROR', undefined, 'too many parts');
      result.push(readPart(header.type, input, owner));
    }
  }

  function readPart(type: number, input: JuteReader, owner: bigint): Part {
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
}
