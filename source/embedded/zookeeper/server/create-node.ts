import type { Database } from '../database/database.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { type Acl, type CreateRequest, createFlags } from '../protocol/messages.ts';

/** Handles a create request; containers and nodes with a TTL are refused as UNIMPLEMENTED. */
export function createNode(
  database: Database,
  request: CreateRequest,
  session: bigint,
  zxid: bigint,
  now: number,
) {
  const known = createFlags.ephemeral | createFlags.sequential;
  if ((request.flags & ~known) !== 0) throw new ZooKeeperError('UNIMPLEMENTED', request.path);
  checkAcl(request.acl, request.path);
  return database.tree.create(
    request.path,
    {
      data: request.data,
      acl: request.acl,
      sequential: (request.flags & createFlags.sequential) !== 0,
      ephemeralOwner: (request.flags & createFlags.ephemeral) === 0 ? 0n : session,
    },
    zxid,
    now,
  );
}

const knownSchemes: ReadonlySet<string> = new Set(['world', 'ip', 'digest']);

/** ACLs are stored and returned, not enforced: everyone who reaches the port may do everything. An empty or unknown ACL is INVALIDACL. */
export function checkAcl(acl: readonly Acl[], path: string): void {
  const valid = acl.length > 0 && acl.every((entry) => knownSchemes.has(entry.scheme));
  if (!valid) throw new ZooKeeperError('INVALIDACL', path);
}
