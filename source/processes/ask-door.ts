import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { type DoorKey, fieldsOf, isProof, maxLine, noncePattern, proofOf } from './door-proof.ts';

export interface DoorAddress extends DoorKey {
  /** On 127.0.0.1. */
  readonly port: number;
}

const answerWithinMs = 1_500;

/** Asks whether the process that holds the key is behind the port. Whatever else is there is not believed. Never rejects. */
export function askDoor(address: DoorAddress): Promise<boolean> {
  return visit(address, false);
}

/** Asks it to end; true once it has said that it does. Never rejects. */
export function askToEnd(address: DoorAddress): Promise<boolean> {
  return visit(address, true);
}

function visit({ port, ...key }: DoorAddress, toEnd: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const nonce = randomBytes(16).toString('hex');
    const socket = connect({ port, host: '127.0.0.1' });
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), answerWithinMs);
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(`${JSON.stringify({ nonce })}\n`));
    // Nobody there, or somebody who hangs up: either way not the process.
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    let isKnown = false;
    let waiting = '';
    socket.on('data', (text: string) => {
      const lines = (waiting + text).split('\n', 4);
      waiting = lines.pop() ?? '';
      if (lines.length > 2 || [...lines, waiting].some(({ length }) => length > maxLine))
        return settle(false);
      for (const said of lines.map(fieldsOf)) {
        if (isKnown) return settle(said.ending === true);
        const theirs = said.nonce;
        if (typeof theirs !== 'string' || !noncePattern.test(theirs)) return settle(false);
        if (!isProof(said.proof, proofOf('here', key, [nonce, theirs]))) return settle(false);
        if (!toEnd) return settle(true);
        isKnown = true;
        socket.write(`${JSON.stringify({ proof: proofOf('end', key, [nonce, theirs]) })}\n`);
      }
    });
  });
}
