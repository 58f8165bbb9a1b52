import { createHash } from 'node:crypto';
import { type Access, permissions } from '../database/access.ts';
import type { Steps } from '../database/exclusive-work.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { type Acl, aclEntriesInStep } from '../protocol/messages.ts';
import { type Client, grantsOf, learnGrants } from './acl-grants.ts';
import { AclRoom } from './acl-room.ts';
import { readAddressRange } from './address-range.ts';
import { UniqueEntries } from './unique-entries.ts';

export interface AclSettings {
  /** `skipACL=yes`: nothing is checked. */
  readonly skipAcl?: boolean;
  /** `DigestAuthenticationProvider.superDigest`, `super:hash`: who proves it may do everything. */
  readonly superDigest?: string;
}

/** The most characters that a connection's identities may have together; further ones fail. */
export const mostIdentityLength = 16_384;

/**
 * Who the client of one connection is, by the schemes of a ZooKeeper without TLS and SASL: `ip` from the start, `digest` after addauth. `x509`
 * and `sasl` have no provider there.
 */
export class Identities implements Access {
  readonly #settings: AclSettings;
  readonly #digests = new Set<string>();
  readonly #client: Client;
  /** The permissions on each list that was asked for. */
  #permissions = new WeakMap<readonly Acl[], number>();
  #length: number;
  #isSuper = false;

  /** `address` is the client's IP. */
  constructor(address: string, settings: AclSettings = {}) {
    this.#settings = settings;
    this.#client = { address: readAddressRange(address)?.prefix, digests: this.#digests };
    this.#length = address.length;
  }

  /** addauth. False: no such scheme, or the credentials are of no use to it. */
  authenticate(scheme: string, credentials: Buffer | null): boolean {
    // What it is from the start.
    if (scheme === 'ip') return true;
    if (scheme !== 'digest' || credentials === null) return false;
    const id = digestOf(credentials.toString('utf8'));
    if (id === this.#settings.superDigest) this.#isSuper = true;
    return this.#add(id);
  }

  require(acl: readonly Acl[], wanted: number, path: string): void {
    if (!this.#may(acl, wanted)) throw new ZooKeeperError('NOAUTH', path);
  }

  /** Whether getACL may show the hashes of others. */
  isAdmin(acl: readonly Acl[]): boolean {
    return this.#may(acl, permissions.admin);
  }

  /**
   * The ACL of a request as it is stored: without duplicates, with `auth` replaced by who the client is. Throws INVALIDACL if it is empty, or
   * has an unknown scheme, a malformed id, or `auth` from a client that never authenticated; QUOTAEXCEEDED if there is no `room` for it.
   */
  *expand(acl: readonly Acl[], path: string, room = new AclRoom()): Steps<readonly Acl[]> {
    if (acl.length === 0) throw new ZooKeeperError('INVALIDACL', path);
    const unique = new UniqueEntries();
    for (const [index, entry] of acl.entries()) {
      if (!this.#isUsable(entry)) throw new ZooKeeperError('INVALIDACL', path);
      unique.add(entry);
      if ((index + 1) % aclEntriesInStep === 0) yield;
    }
    const expanded: Acl[] = [];
    for (const entry of unique.entries) {
      for (const one of this.#meantBy(entry)) {
        room.take(one, path);
        if (expanded.push(one) % aclEntriesInStep === 0) yield;
      }
    }
    if (expanded.length > aclEntriesInStep) yield* learnGrants(expanded);
    return expanded;
  }

  #meantBy(entry: Acl): readonly Acl[] {
    if (entry.scheme !== 'auth') return [entry];
    return Array.from(this.#digests, (id) => ({ permissions: entry.permissions, scheme: 'digest', id }));
  }

  #isUsable({ scheme, id }: Acl): boolean {
    if (scheme === 'world') return id === 'anyone';
    if (scheme === 'auth') return this.#digests.size > 0;
    if (scheme === 'ip') return readAddressRange(id) !== undefined;
    return scheme === 'digest' && isUserAndHash(id);
  }

  #may(acl: readonly Acl[], wanted: number): boolean {
    if (this.#settings.skipAcl || this.#isSuper || acl.length === 0) return true;
    let granted = this.#permissions.get(acl);
    if (granted === undefined) {
      granted = grantsOf(acl).permissionsOf(this.#client);
      this.#permissions.set(acl, granted);
    }
    return (granted & wanted) !== 0;
  }

  #add(digest: string): boolean {
    if (this.#digests.has(digest)) return true;
    if (this.#length + digest.length > mostIdentityLength) return false;
    this.#length += digest.length;
    this.#digests.add(digest);
    this.#permissions = new WeakMap();
    return true;
  }
}

/** `user:password` → `user:` and the Base64 of its SHA-1, as an ACL has it. */
export function digestOf(credentials: string): string {
  const [user = ''] = credentials.split(':', 1);
  return `${user}:${createHash('sha1').update(credentials).digest('base64')}`;
}

/** One colon between, and more only at the end. */
function isUserAndHash(id: string): boolean {
  const colon = id.indexOf(':');
  const next = id.indexOf(':', colon + 1);
  if (colon < 0 || colon === id.length - 1 || next === colon + 1) return false;
  return next < 0 || /^:+$/.test(id.slice(next));
}
