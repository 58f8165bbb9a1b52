import { bytesOf } from '../database/znode.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import type { Acl } from '../protocol/messages.ts';

/** The most bytes of all ACLs of one request, once `auth` is replaced by the identities of the client: as many as a request may have. */
export const mostAclBytes = 1024 * 1024;

/** How much longer the ACLs of one request may become. */
export class AclRoom {
  #left = mostAclBytes;

  /** Throws QUOTAEXCEEDED. */
  take(entry: Acl, path: string): void {
    this.#left -= bytesOf(entry);
    if (this.#left < 0)
      throw new ZooKeeperError('QUOTAEXCEEDED', path, `ACLs have at most ${mostAclBytes} bytes here`);
  }
}
