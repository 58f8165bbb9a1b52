import type { Connection } from '../../network/pod-network.ts';
import { tokenBytes } from './peer-directory.ts';

/*
 * The first bytes that each of two servers sends the other on an election connection:
 *
 *   Greeting => magic "ZKQL", id i64 (myid), token 16 bytes
 */
const magic = Buffer.from('ZKQL');
const greetingBytes = magic.length + 8 + tokenBytes;

export interface Greeting {
  readonly id: number;
  readonly token: Buffer;
}

export function encodeGreeting({ id, token }: Greeting): Buffer {
  const bytes = Buffer.alloc(magic.length + 8);
  magic.copy(bytes);
  bytes.writeBigInt64BE(BigInt(id), magic.length);
  return Buffer.concat([bytes, token]);
}

/** Undefined: somebody else's bytes. */
export function decodeGreeting(bytes: Buffer): Greeting | undefined {
  if (bytes.length !== greetingBytes || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const id = Number(bytes.readBigInt64BE(magic.length));
  return Number.isSafeInteger(id) ? { id, token: bytes.subarray(magic.length + 8) } : undefined;
}

/** Sends our greeting and calls once with the other's, or with undefined when it sent anything else. Holds no more than one greeting. */
export function greet(
  connection: Connection,
  own: Greeting,
  heard: (greeting: Greeting | undefined) => void,
): void {
  let received = Buffer.alloc(0);
  let isHeard = false;
  connection.on('data', (piece: Buffer) => {
    if (isHeard) return;
    received = Buffer.concat([received, piece.subarray(0, greetingBytes)]);
    if (received.length < greetingBytes) return;
    isHeard = true;
    heard(decodeGreeting(received.subarray(0, greetingBytes)));
  });
  connection.write(encodeGreeting(own));
}
