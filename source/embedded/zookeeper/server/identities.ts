import { createHash } from 'node:crypto';
import { type Access, permissions } from '../database/access.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import type { Acl } from '../protocol/messages.ts';
import { addressMatches, isAddressRange } from './address-range.ts';

/** Who a client is to one scheme: `digest` and `user:hash`, `ip` and an address. */
interface Identity {
  readonly scheme: string;
  readonly id: string;
}

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
  readonly #address: string;
  readonly #all: Identity[] = [];
  #length = 0;
  #isSuper = false;

  /** `address` is the client's IP. */
  constructor(address: string, settings: AclSettings = {}) {
    this.#address = address;
    this.#settings = settings;
    this.#add({ scheme: 'ip', id: address });
  }

  /** addauth. False: no such scheme, or the credentials are of no use to it. */
  authenticate(scheme: string, credentials: Buffer | null): boolean {
    if (scheme === 'ip') return this.#add({ scheme, id: this.#address });
    if (scheme !== 'digest' || credentials === null) return false;
    const id = digestOf(credentials.toString('utf8'));
    if (id === this.#settings.superDigest) this.#isSuper = true;
    return this.#add({ scheme, id });
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
   * has an unknown scheme, a malformed id, or `auth` from a client that never authenticated.
   */
  expand(acl: readonly Acl[], path: string): Acl[] {
    const unique = withoutDuplicates(acl);
    const expanded = unique.flatMap((entry) => {
      const { scheme, id } = entry;
      if (scheme === 'world' && id === 'anyone') return [entry];
      if (scheme === 'auth')
        return this.#all
          .filter((identity) => identity.scheme === 'digest')
          .map((identity) => ({ permissions: entry.permissions, ...identity }));
      return isValidId(scheme, id) ? [entry] : [];
    });
    const isRefused = unique.some(({ scheme, id }) => !this.#isUsable(scheme, id));
    if (unique.length === 0 || isRefused) throw new ZooKeeperError('INVALIDACL', path);
    return expanded;
  }

  #isUsable(scheme: string, id: string): boolean {
    if (scheme === 'world' && id === 'anyone') return true;
    if (scheme === 'auth') return this.#all.some((identity) => identity.scheme === 'digest');
    return isValidId(scheme, id);
  }

  #may(acl: readonly Acl[], wanted: number): boolean {
    if (this.#settings.skipAcl || this.#isSuper || acl.length === 0) return true;
    return acl.some(
      (entry) =>
        (entry.permissions & wanted) !== 0 &&
        ((entry.scheme === 'world' && entry.id === 'anyone') ||
          this.#all.some((identity) => matches(identity, entry))),
    );
  }

  #add(identity: Identity): boolean {
    if (this.#all.some(({ scheme, id }) => scheme === identity.scheme && id === identity.id)) return true;
    if (this.#length + identity.id.length > mostIdentityLength) return false;
    this.#length += identity.id.length;
    this.#all.push(identity);
    return true;
  }
}

/** `user:password` → `user:` and the Base64 of its SHA-1, as an ACL has it. */
export function digestOf(credentials: string): string {
  const [user = ''] = credentials.split(':', 1);
  return `${user}:${createHash('sha1').update(credentials).digest('base64')}`;
}

function matches(identity: Identity, entry: Acl): boolean {
  if (identity.scheme !== entry.scheme) return false;
  return entry.scheme === 'ip' ? addressMatches(identity.id, entry.id) : identity.id === entry.id;
}

function isValidId(scheme: string, id: string): boolean {
  if (scheme === 'ip') return isAddressRange(id);
  return scheme === 'digest' && /^[^:]*:[^:]+:*$/.test(id);
}

function withoutDuplicates(acl: readonly Acl[]): Acl[] {
  const seen = new Map(acl.map((entry) => [JSON.stringify(entry), entry]));
  return [...seen.values()];
}
