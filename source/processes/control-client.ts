import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { fieldsOf, parseJson } from '../files/parse-json.ts';
import { type ControlKey, isProof, maxLine, noncePattern, proofOf } from './control-proof.ts';
import { type ProcessIdentity, readIdentity } from './process-identity.ts';

export interface ControlAddress extends ControlKey {
  /** On 127.0.0.1. */
  readonly port: number;
}

/**
 * `answers`: the process that holds the key listens on the port, and tells which one it is, unless it is an earlier kafka-lab. `absent`: nothing
 * listens there, or another program does; a process that holds a lock listens for as long as it runs, so it is gone. `silent`: the
 * listener did not answer; the process may be stopped.
 */
export type ControlAnswer =
  | { readonly kind: 'answers'; readonly identity?: ProcessIdentity }
  | { readonly kind: 'absent' | 'silent' };

const answerWithinMs = 1_500;

/** Identifies the process that listens on the port. Never rejects. */
export function askControlPort(address: ControlAddress): Promise<ControlAnswer> {
  return exchange(address, false);
}

/** Asks the process to end; `answers` once it has agreed. Never rejects. */
export function askToEnd(address: ControlAddress): Promise<ControlAnswer> {
  return exchange(address, true);
}

function exchange({ port, ...key }: ControlAddress, toEnd: boolean): Promise<ControlAnswer> {
  return new Promise((resolve) => {
    const nonce = randomBytes(16).toString('hex');
    const socket = connect({ port, host: '127.0.0.1' });
    let answers: ControlAnswer | undefined;
    let buffered = '';
    const settle = (answer: ControlAnswer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle({ kind: 'silent' }), answerWithinMs);
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(`${JSON.stringify({ nonce })}\n`));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      settle({ kind: error.code === 'ECONNREFUSED' ? 'absent' : 'silent' }),
    );
    // The process closes a connection that exceeds its limit.
    socket.once('close', () => settle({ kind: 'silent' }));
    socket.on('data', (text: string) => {
      const lines = (buffered + text).split('\n', 4);
      buffered = lines.pop() ?? '';
      if (lines.length > 2 || [...lines, buffered].some(({ length }) => length > maxLine))
        settle({ kind: 'absent' });
      else lines.map(fieldsOf).forEach(handle);
    });
    function handle(message: Readonly<Record<string, unknown>>): void {
      const theirs = message.nonce;
      if (answers !== undefined) settle(message.ending === true ? answers : { kind: 'silent' });
      else if (typeof theirs !== 'string' || !noncePattern.test(theirs)) settle({ kind: 'absent' });
      else if (!isProof(message.proof, proofOf('here', key, [nonce, theirs]))) settle({ kind: 'absent' });
      else {
        const identity = toldIdentity(message, key, [nonce, theirs]);
        answers = { kind: 'answers', ...(identity === undefined ? {} : { identity }) };
        if (toEnd) socket.write(`${JSON.stringify({ proof: proofOf('end', key, [nonce, theirs]) })}\n`);
        else settle(answers);
      }
    }
  });
}

function toldIdentity(
  { process: text, seal }: Readonly<Record<string, unknown>>,
  key: ControlKey,
  nonces: readonly [string, string],
): ProcessIdentity | undefined {
  if (typeof text !== 'string' || !isProof(seal, proofOf('process', key, nonces, text))) return undefined;
  return readIdentity(parseJson(text));
}
