import type { Stat } from '../client-api.ts';
import { isSteps, type Steps } from '../database/exclusive-work.ts';
import type { TreeTransaction } from '../database/transaction.ts';
import type { Write } from '../database/tree-write.ts';
import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import {
  opcodes,
  readCreateRequest,
  readCreateTtlRequest,
  readMultiHeader,
  writeMultiHeader,
  writeStat,
} from '../protocol/messages.ts';
import { AclRoom } from './acl-room.ts';
import { createNode, typeByFlags } from './create-node.ts';
import type { RequestContext } from './request-context.ts';

interface Done {
  readonly write: Write<TreeTransaction>;
  /** Of a create. */
  readonly path?: string;
  /** As the node was when this part was done: a later part may change or delete it. */
  readonly stat?: Stat;
}

interface Part {
  /** The type of its result. */
  readonly type: number;
  readonly run: (zxid: bigint, now: number) => Done | Steps<Done>;
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
export function* runMulti(context: RequestContext, reader: JuteReader): Steps<JuteWriter> {
  const parts = yield* readParts(context, reader);
  const done: Done[] = [];
  let failure: ZooKeeperError | undefined;
  try {
    yield* context.database.write(context, (zxid, now) => carryOut(parts, done, zxid, now));
  } catch (error) {
    if (!(error instanceof ZooKeeperError)) throw error;
    failure = error;
  }
  const reply = new JuteWriter();
  for (const [index, part] of parts.entries()) {
    if (failure === undefined) writeResult(reply, part, done[index]!);
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
      const outcome = part.run(zxid, now);
      done.push(isSteps(outcome) ? yield* outcome : outcome);
      yield;
    }
  } catch (error) {
    for (const { write } of done.toReversed()) {
      write.undo();
      yield;
    }
    throw error;
  }
  return {
    changes: done.flatMap(({ write }) => write.changes),
    transaction: { kind: 'multi', transactions: done.map(({ write }) => write.transaction) },
    undo: () => undefined,
  };
}

function writeResult(reply: JuteWriter, { type }: Part, { path, stat }: Done): void {
  writeMultiHeader(reply, type, false, 0);
  if (path !== undefined) reply.string(path);
  if (stat !== undefined) writeStat(reply, stat);
}

/** `place` is relative to the failed part. */
function writeFailure(reply: JuteWriter, failure: ZooKeeperError, place: number): void {
  const code =
    place < 0 ? 0 : place === 0 ? failure.number : new ZooKeeperError('RUNTIMEINCONSISTENCY').number;
  writeMultiHeader(reply, opcodes.error, false, code);
  reply.i32(code);
}

function* readParts(context: RequestContext, input: JuteReader): Steps<Part[]> {
  const result: Part[] = [];
  const room = new AclRoom();
  for (;;) {
    const header = readMultiHeader(input);
    if (header.done) return result;
    if (result.length >= maxParts) throw new ZooKeeperError('MARSHALLINGERROR', undefined, 'too many parts');
    result.push(yield* readPart(context, header.type, input, room));
    yield;
  }
}

function* readPart(context: RequestContext, type: number, input: JuteReader, room: AclRoom): Steps<Part> {
  const { access } = context;
  const { tree } = context.database;
  switch (type) {
    case opcodes.create:
    case opcodes.create2:
    case opcodes.createContainer:
    case opcodes.createTTL: {
      const request = yield* type === opcodes.createTTL
        ? readCreateTtlRequest(input)
        : readCreateRequest(input);
      const meant = typeByFlags(request);
      return {
        type: meant === opcodes.create ? opcodes.create : opcodes.create2,
        run: function* (zxid, now) {
          const write = yield* createNode(context, meant, request, zxid, now, room);
          const { path } = write;
          return meant === opcodes.create ? { write, path } : { write, path, stat: tree.stat(path) };
        },
      };
    }
    case opcodes.delete: {
      const [path, version] = [input.string(), input.i32()];
      return { type, run: (zxid) => ({ write: tree.delete(path, version, zxid, access) }) };
    }
    case opcodes.setData: {
      const [path, data, version] = [input.string(), input.buffer(), input.i32()];
      return {
        type,
        run: (zxid, now) => {
          const write = tree.setData(path, data, version, zxid, now, access);
          return { write, stat: tree.stat(path) };
        },
      };
    }
    case opcodes.check: {
      const [path, version] = [input.string(), input.i32()];
      return { type, run: () => ({ write: tree.check(path, version, access) }) };
    }
    default:
      throw new ZooKeeperError('MARSHALLINGERROR', undefined, `type ${type} in a transaction`);
  }
}
