import { encodeTransaction, type Transaction } from '../database/transaction.ts';

/** A leader's proposal ends in the digest of the tree: its version and 8 bytes. */
const digestBytes = 12;

/** The sizes of what a leader proposed, in bytes; -1 before it proposed anything. */
export class ProposalSizes {
  last = -1;
  least = -1;
  most = -1;

  add(transaction: Transaction): void {
    this.last = encodeTransaction(transaction).length + digestBytes;
    this.least = this.least < 0 ? this.last : Math.min(this.least, this.last);
    this.most = Math.max(this.most, this.last);
  }

  reset(): void {
    this.last = this.least = this.most = -1;
  }
}
