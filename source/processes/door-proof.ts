import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * How a process proves over a port that it is the one that wrote a file, without showing the secret that the file holds to whoever has
 * the port by now. Lines of JSON, each of at most `maxLine` characters:
 *   asker   {"nonce": C}
 *   process {"nonce": S, "proof": HMAC(secret, "here" place C S)}
 *   asker   {"proof": HMAC(secret, "end" place C S)}      if the process is to end
 *   process {"ending": true}
 * `place` is what the process holds, a directory: a copy of its files elsewhere opens no door.
 */

export const maxLine = 512;
export const noncePattern = /^[0-9a-f]{32}$/;

export interface DoorKey {
  readonly secret: string;
  /** The real path of the directory that the process holds. */
  readonly place: string;
}

export function proofOf(
  word: 'here' | 'end',
  { secret, place }: DoorKey,
  nonces: readonly [asker: string, process: string],
): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([word, place, ...nonces]))
    .digest('hex');
}

export function isProof(value: unknown, expected: string): boolean {
  if (typeof value !== 'string' || value.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(value), Buffer.from(expected));
}
