import type { Steps } from '../database/exclusive-work.ts';
import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { opcodes, readMultiHeader, writeMultiHeader } from '../protocol/messages.ts';
import { maxParts } from './multi.ts';
import { readChildren, readData } from './read-node.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Several reads in one request; each succeeds or fails alone, and none sets a watch.
 *
 * MultiRequest => { MultiHeader(getData or getChildren), GetDataRequest or GetChildrenRequest }..., MultiHeader(-1, true, -1)
 * MultiResponse => { MultiHeader(type, false, 0), its response | MultiHeader(-1, false, err), ErrorResponse }..., MultiHeader(-1, true, -1)
 */
export function* runMultiRead(context: RequestContext, reader: JuteReader): Steps<JuteWriter> {
  const reads = yield* readParts(reader);
  const reply = new JuteWriter();
  for (const { type, path } of reads) {
    try {
      const result = type === opcodes.getData ? readData(context, path) : readChildren(context, path);
      writeMultiHeader(reply, type, false, 0);
      reply.raw(result.bytes());
    } catch (error) {
      if (!(error instanceof ZooKeeperError)) throw error;
      writeMultiHeader(reply, opcodes.error, false, error.number);
      reply.i32(error.number);
    }
    if (reply.length > longestReply)
      throw new ZooKeeperError('MARSHALLINGERROR', undefined, `a reply of more than ${longestReply} bytes`);
    yield;
  }
  writeMultiHeader(reply, opcodes.error, true, -1);
  return reply;
}

/** A request of ten thousand parts may ask for the same megabyte ten thousand times. */
const longestReply = 8 * 1024 * 1024;

function* readParts(input: JuteReader): Steps<{ readonly type: number; readonly path: string }[]> {
  const result: { readonly type: number; readonly path: string }[] = [];
  for (;;) {
    const { done, type } = readMultiHeader(input);
    if (done) return result;
    if (result.length >= maxParts || (type !== opcodes.getData && type !== opcodes.getChildren))
      throw new ZooKeeperError(
        'MARSHALLINGERROR',
        undefined,
        `type ${type} among ${result.length + 1} reads`,
      );
    const path = input.string();
    // The request has a field for a watch, which is ignored.
    input.bool();
    result.push({ type, path });
    yield;
  }
}
