import type { Database } from '../database/database.ts';
import type { ExclusiveWork } from '../database/exclusive-work.ts';
import type { EnsemblePeer, Term } from './ensemble-peer.ts';
import { ProposalSizes } from './proposal-sizes.ts';
import type { FollowerCounts } from './serving.ts';

export interface LeadershipOptions {
  readonly leader: EnsemblePeer;
  readonly baseZxid: bigint;
  readonly database: Database;
  readonly work: ExclusiveWork;
  /** How many voting members must follow, the leader included. */
  readonly quorum: number;
}

/**
 * One leader's time: from its election until it or its quorum is gone. The tree is stored once, and each server in the quorum logs every
 * transaction on its own disk before anybody is answered.
 */
export class Leadership implements Term {
  readonly leader: EnsemblePeer;
  readonly baseZxid: bigint;
  readonly database: Database;
  readonly work: ExclusiveWork;
  readonly proposals = new ProposalSizes();
  readonly #quorum: number;
  readonly #joining = new Set<EnsemblePeer>();
  readonly #members = new Set<EnsemblePeer>();
  #isActive = false;
  #isOver = false;

  constructor({ leader, baseZxid, database, work, quorum }: LeadershipOptions) {
    this.leader = leader;
    this.baseZxid = baseZxid;
    this.database = database;
    this.work = work;
    this.#quorum = quorum;
    database.onTransaction = (transaction) => {
      this.proposals.add(transaction);
      for (const member of [...this.#members]) member.log(transaction);
    };
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get followers(): FollowerCounts {
    const followers = [...this.#members].filter((member) => member !== this.leader);
    const voting = followers.filter(({ isVoter }) => isVoter).length;
    return { voting, observers: followers.length - voting };
  }

  admit(peer: EnsemblePeer): void {
    this.#joining.add(peer);
    this.work.whenFree(() => {
      if (!this.#joining.has(peer)) return;
      this.work.run(
        peer.adopt(this.database),
        () => this.#joined(peer),
        (error) => peer.failWith(error),
      );
    });
  }

  leave(peer: EnsemblePeer): void {
    this.#joining.delete(peer);
    this.#members.delete(peer);
    const isLost = peer === this.leader || (this.#isActive && this.#votes() < this.#quorum);
    if (isLost) this.end();
  }

  /** Everybody closes their clients' connections at once, and looks for a leader when the work that is under way is done. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const peers = new Set([...this.#members, ...this.#joining, this.leader]);
    this.#joining.clear();
    for (const peer of peers) peer.rest();
    this.work.whenFree(() => {
      this.database.onTransaction = () => undefined;
      this.#members.clear();
      for (const peer of peers) peer.look(this);
    });
  }

  disconnectSession(id: bigint): void {
    for (const member of this.#members) member.disconnectSession(id);
  }

  #joined(peer: EnsemblePeer): void {
    if (!this.#joining.delete(peer)) return;
    this.#members.add(peer);
    if (this.#isActive) peer.serve(this);
    else if (this.#votes() >= this.#quorum) {
      this.#isActive = true;
      for (const member of this.#members) member.serve(this);
    }
  }

  #votes(): number {
    return [...this.#members].filter(({ isVoter }) => isVoter).length;
  }
}
