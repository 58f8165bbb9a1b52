import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { fieldsOf } from '../files/parse-json.ts';
import { type DoorKey, isProof, maxLine, noncePattern, proofOf } from './door-proof.ts';

const visitors = 16;
const visitMs = 5_000;

export interface Door {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): void;
}

/**
 * Lets this process be asked over a port of its own whether it is the one, and to end. See `door-proof.ts` for what is said.
 * @throws the error of the system if no port can be had.
 */
export async function openDoor(key: DoorKey, onEnd: () => void): Promise<Door> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    answer(socket, key, onEnd);
  });
  server.maxConnections = visitors;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answer(socket: Socket, key: DoorKey, onEnd: () => void): void {
  socket.unref();
  socket.setEncoding('latin1');
  // In all, however slowly it talks: there are few places.
  const limit = setTimeout(() => socket.destroy(), visitMs);
  limit.unref();
  socket.once('close', () => clearTimeout(limit));
  // A visitor that is gone says nothing more.
  socket.on('error', () => {});
  let waiting = '';
  let nonces: readonly [string, string] | undefined;
  /** Carries out a line; false if it is none that a visitor with the key says. */
  const hear = (line: string): boolean => {
    const said = fieldsOf(line);
    if (nonces === undefined) {
      if (typeof said.nonce !== 'string' || !noncePattern.test(said.nonce)) return false;
      nonces = [said.nonce, randomBytes(16).toString('hex')];
      socket.write(`${JSON.stringify({ nonce: nonces[1], proof: proofOf('here', key, nonces) })}\n`);
      return true;
    }
    if (!isProof(said.proof, proofOf('end', key, nonces))) return false;
    socket.end(`${JSON.stringify({ ending: true })}\n`);
    onEnd();
    return true;
  };
  socket.on('data', (text: string) => {
    const lines = (waiting + text).split('\n', 4);
    waiting = lines.pop() ?? '';
    const isHeard = lines.length <= 2 && [...lines, waiting].every(({ length }) => length <= maxLine);
    if (!isHeard || !lines.every(hear)) socket.destroy();
  });
}
