import type { Acl } from '../protocol/messages.ts';
import type { TransactionBody, TreeTransaction } from './transaction.ts';
import type { Lifetime } from './znode.ts';

/** A write's effects on the tree, for watches; in the order in which watchers are notified. */
export interface Change {
  readonly kind: 'created' | 'deleted' | 'data' | 'children';
  readonly path: string;
}

/** A completed write, its log entry, and how to undo it if a later part of the same transaction fails. */
export interface Write<Body extends TransactionBody = TransactionBody> {
  readonly changes: readonly Change[];
  readonly transaction: Body;
  readonly undo: () => void;
}

export type TreeWrite = Write<TreeTransaction>;

/** A node to create. */
export interface CreateOptions {
  readonly data: Buffer | null;
  readonly acl: readonly Acl[];
  readonly sequential: boolean;
  readonly lifetime: Lifetime;
}

/** The log entry of a node that was created. */
export function creationOf(
  lifetime: Lifetime,
  created: {
    readonly path: string;
    readonly data: Buffer | null;
    readonly acl: readonly Acl[];
    readonly parentCversion: number;
  },
): TreeTransaction {
  switch (lifetime.kind) {
    case 'container':
      return { kind: 'createContainer', ...created };
    case 'ttl':
      return { kind: 'createTtl', ...created, ttl: lifetime.ttl };
    default:
      return { kind: 'create', ...created, ephemeral: lifetime.kind === 'ephemeral' };
  }
}
