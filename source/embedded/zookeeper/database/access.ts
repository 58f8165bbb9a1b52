import type { Acl } from '../protocol/messages.ts';

/** The bits of an ACL entry (org.apache.zookeeper.ZooDefs.Perms). */
export const permissions = { read: 1, write: 2, create: 4, delete: 8, admin: 16 } as const;

/** What a client may do. */
export interface Access {
  /** Throws NOAUTH unless the ACL of a node grants one of the `wanted` bits. `path` is that of the request. */
  require(acl: readonly Acl[], wanted: number, path: string): void;
}

/** The server's own: replay, the end of a session. */
export const fullAccess: Access = { require: () => undefined };
