import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { fieldsOf } from '../files/parse-json.ts';
import { type ControlKey, isProof, maxLine, noncePattern, proofOf } from './control-proof.ts';
import { ownIdentity } from './process-identity.ts';

const maxConnections = 16;
const connectionMs = 5_000;

export interface ControlPort {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): void;
}

/**
 * Opens a port on loopback through which a client can identify this process and ask it to end. `control-proof.ts` has the protocol.
 * @throws the system error if no port is available.
 */
export async function openControlPort(key: ControlKey, onEnd: () => void): Promise<ControlPort> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    answer(socket, key, onEnd);
  });
  server.maxConnections = maxConnections;
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

function answer(socket: Socket, key: ControlKey, onEnd: () => void): void {
  socket.unref();
  socket.setEncoding('latin1');
  // For the whole connection, so that a slow client does not hold one of the few.
  const limit = setTimeout(() => socket.destroy(), connectionMs);
  limit.unref();
  socket.once('close', () => clearTimeout(limit));
  // The client hung up: there is nothing to report.
  socket.on('error', () => {});
  let buffered = '';
  let nonces: readonly [string, string] | undefined;
  /** Handles a line; false if a client that knows the secret would not send it. */
  const handle = (line: string): boolean => {
    const message = fieldsOf(line);
    if (nonces === undefined) {
      if (typeof message.nonce !== 'string' || !noncePattern.test(message.nonce)) return false;
      nonces = [message.nonce, randomBytes(16).toString('hex')];
      const identity = JSON.stringify(ownIdentity());
      const seal = proofOf('process', key, nonces, identity);
      const proof = proofOf('here', key, nonces);
      socket.write(`${JSON.stringify({ nonce: nonces[1], proof, process: identity, seal })}\n`);
      return true;
    }
    if (!isProof(message.proof, proofOf('end', key, nonces))) return false;
    socket.end(`${JSON.stringify({ ending: true })}\n`);
    onEnd();
    return true;
  };
  socket.on('data', (text: string) => {
    const lines = (buffered + text).split('\n', 4);
    buffered = lines.pop() ?? '';
    const isBounded = lines.length <= 2 && [...lines, buffered].every(({ length }) => length <= maxLine);
    if (!isBounded || !lines.every(handle)) socket.destroy();
  });
}
