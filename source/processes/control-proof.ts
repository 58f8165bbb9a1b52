import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * The protocol of the control port. A process proves that it wrote a file without revealing the secret in that file: another process may
 * have taken over the port. Lines of JSON, each of at most `maxLine` characters:
 *   client  {"nonce": C}
 *   process {"nonce": S, "proof": HMAC(secret, "here" place C S), "process": P, "seal": HMAC(secret, "process" place C S P)}
 *   client  {"proof": HMAC(secret, "end" place C S)}      to end the process
 *   process {"ending": true}
 * `place` is the directory that the process holds, so a copy of its files elsewhere proves nothing. P is a JSON text of its identity, since
 * the pid in a file may have been edited; an earlier kafka-lab sends neither P nor its seal.
 */

export const maxLine = 512;
export const noncePattern = /^[0-9a-f]{32}$/;

export interface ControlKey {
  readonly secret: string;
  /** The real path of the directory that the process holds. */
  readonly place: string;
}

export function proofOf(
  word: 'here' | 'end' | 'process',
  { secret, place }: ControlKey,
  nonces: readonly [client: string, process: string],
  ...more: readonly string[]
): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([word, place, ...nonces, ...more]))
    .digest('hex');
}

export function isProof(value: unknown, expected: string): boolean {
  if (typeof value !== 'string' || value.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(value), Buffer.from(expected));
}
