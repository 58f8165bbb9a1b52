import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { fieldsOf } from '../files/parse-json.ts';
import { type DoorKey, isProof, maxLine, noncePattern, proofOf } from './door-proof.ts';

export interface DoorAddress extends DoorKey {
  /** On 127.0.0.1. */
  readonly port: number;
}

/**
 * `answers`: the process that holds the key is behind the port. `absent`: nobody listens there, or somebody else does; a process that
 * holds a lock listens for as long as it lives, so that it is gone. `silent`: whoever listens has not answered; it may stand still.
 */
export type DoorAnswer = 'answers' | 'absent' | 'silent';

const answerWithinMs = 1_500;

/** Asks who is behind the port. Never rejects. */
export function askDoor(address: DoorAddress): Promise<DoorAnswer> {
  return visit(address, false);
}

/** Asks the process to end; `answers` once it has said that it does. Never rejects. */
export function askToEnd(address: DoorAddress): Promise<DoorAnswer> {
  return visit(address, true);
}

function visit({ port, ...key }: DoorAddress, toEnd: boolean): Promise<DoorAnswer> {
  return new Promise((resolve) => {
    const nonce = randomBytes(16).toString('hex');
    const socket = connect({ port, host: '127.0.0.1' });
    let isKnown = false;
    let waiting = '';
    const settle = (answer: DoorAnswer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle('silent'), answerWithinMs);
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(`${JSON.stringify({ nonce })}\n`));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ECONNREFUSED' ? 'absent' : 'silent'),
    );
    // The process itself hangs up on a visitor that came when all its places were taken.
    socket.once('close', () => settle('silent'));
    socket.on('data', (text: string) => {
      const lines = (waiting + text).split('\n', 4);
      waiting = lines.pop() ?? '';
      if (lines.length > 2 || [...lines, waiting].some(({ length }) => length > maxLine)) settle('absent');
      else lines.map(fieldsOf).forEach(hear);
    });
    function hear(said: Readonly<Record<string, unknown>>): void {
      const theirs = said.nonce;
      if (isKnown) settle(said.ending === true ? 'answers' : 'silent');
      else if (typeof theirs !== 'string' || !noncePattern.test(theirs)) settle('absent');
      else if (!isProof(said.proof, proofOf('here', key, [nonce, theirs]))) settle('absent');
      else if (!toEnd) settle('answers');
      else {
        isKnown = true;
        socket.write(`${JSON.stringify({ proof: proofOf('end', key, [nonce, theirs]) })}\n`);
      }
    }
  });
}
