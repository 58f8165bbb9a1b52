import type { WatchedEvent } from '../client-api.ts';
import { JuteWriter } from '../protocol/bytes.ts';
import { reservedXids, writeReplyHeader, writeWatchedEvent } from '../protocol/messages.ts';

let framed: { readonly event: WatchedEvent; readonly frame: Buffer } | undefined;

/** All watchers of one change get the same bytes. */
export function frameOf(event: WatchedEvent): Buffer {
  if (framed?.event === event) return framed.frame;
  const writer = new JuteWriter();
  writeReplyHeader(writer, { xid: reservedXids.watchEvent, zxid: -1n, error: 0 });
  writeWatchedEvent(writer, event);
  framed = { event, frame: writer.frame() };
  return framed.frame;
}
