import { randomBytes } from 'node:crypto';
import type { EnsemblePeer } from './ensemble-peer.ts';

export const tokenBytes = 16;

/**
 * The servers of this process that belong to ensembles. They find each other over the pod network only: a server tells its token to whom it
 * reaches, and the token leads to it. A name or port that does not lead to a server on a real network does not here either.
 */
export class PeerDirectory {
  readonly #peers = new Map<string, EnsemblePeer>();

  /** Returns the token. */
  enter(peer: EnsemblePeer): Buffer {
    const token = randomBytes(tokenBytes);
    this.#peers.set(token.toString('hex'), peer);
    return token;
  }

  leave(token: Buffer): void {
    this.#peers.delete(token.toString('hex'));
  }

  find(token: Buffer): EnsemblePeer | undefined {
    return this.#peers.get(token.toString('hex'));
  }
}
