import { describe, expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import { permissions } from '../../../../source/embedded/zookeeper/database/access.ts';
import {
  type Acl,
  aclEntriesInStep,
  openAcl,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { mostAclBytes } from '../../../../source/embedded/zookeeper/server/acl-room.ts';
import {
  digestOf,
  Identities,
  mostIdentityLength,
} from '../../../../source/embedded/zookeeper/server/identities.ts';
import { countedAcl, ranges } from '../counted-acl.ts';

const acl = (scheme: string, id: string, bits: number = permissions.read) => [
  { permissions: bits, scheme, id },
];
const expand = (who: Identities, list: readonly Acl[]) => finish(who.expand(list, '/a'));
const may = (who: Identities, list: ReturnType<typeof acl>, wanted: number = permissions.read) => {
  try {
    who.require(list, wanted, '/a');
    return true;
  } catch {
    return false;
  }
};

describe('identities', () => {
  it('hash a digest as ZooKeeper does', () => {
    // The output of `java … DigestAuthenticationProvider u:p`.
    expect(digestOf('u:p')).toBe('u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=');
    expect(digestOf('super:secret:with:colons')).toBe('super:/4kFVYe5e6bmzBrZdpN24yhp/7o=');
  });

  it('have the permissions that an ACL entry grants, and no others', () => {
    const who = new Identities('10.244.1.7');
    expect(may(who, acl('world', 'anyone'))).toBe(true);
    expect(may(who, acl('world', 'anyone'), permissions.write)).toBe(false);
    expect(may(who, acl('ip', '10.244.0.0/16'))).toBe(true);
    expect(may(who, acl('ip', '10.243.0.0/16'))).toBe(false);
    expect(may(who, acl('digest', digestOf('u:p')))).toBe(false);
    expect(who.authenticate('digest', Buffer.from('u:p'))).toBe(true);
    expect(may(who, acl('digest', digestOf('u:p')))).toBe(true);
    expect(may(who, acl('digest', digestOf('u:q')))).toBe(false);
    expect(may(who, acl('digest', digestOf('u:p'), permissions.admin))).toBe(false);
    expect(may(who, [])).toBe(true);
  });

  it('allow everything to the super user, and with skipACL', () => {
    const superDigest = digestOf('super:man');
    const who = new Identities('10.244.1.7', { superDigest });
    expect(may(who, acl('digest', 'x:y'))).toBe(false);
    who.authenticate('digest', Buffer.from('super:man'));
    expect(may(who, acl('digest', 'x:y'))).toBe(true);
    expect(may(new Identities('10.244.1.7', { skipAcl: true }), acl('digest', 'x:y'))).toBe(true);
  });

  it('replace auth with the identities of the client, and drop duplicates', () => {
    const who = new Identities('10.244.1.7');
    expect(() => expand(who, acl('auth', ''))).toThrow(expect.objectContaining({ code: 'INVALIDACL' }));
    who.authenticate('digest', Buffer.from('u:p'));
    expect(expand(who, [...acl('auth', ''), ...acl('auth', ''), ...openAcl])).toEqual([
      ...acl('digest', digestOf('u:p')),
      ...openAcl,
    ]);
  });

  it.each([
    ['nothing', []],
    ['another world', acl('world', 'somebody')],
    ['x509', acl('x509', 'CN=a')],
    ['sasl', acl('sasl', 'a@B')],
    ['an unknown scheme', acl('nobody', 'x')],
    ['an invalid ip', acl('ip', 'localhost')],
    ['a digest without a hash', acl('digest', 'u')],
    ['a digest with an empty hash', acl('digest', 'u:')],
    ['a digest of three parts', acl('digest', 'u:p:q')],
    ['one bad entry among good ones', [...openAcl, ...acl('digest', 'u')]],
  ])('refuse an ACL with %s', (_what, list) => {
    expect(() => expand(new Identities('10.244.1.7'), list)).toThrow(
      expect.objectContaining({ code: 'INVALIDACL', path: '/a' }),
    );
  });

  it('support only digest and ip, and are limited in number', () => {
    const who = new Identities('10.244.1.7');
    for (const scheme of ['x509', 'sasl', 'world', 'auth', ''])
      expect(who.authenticate(scheme, Buffer.from('a:b')), scheme).toBe(false);
    expect(who.authenticate('digest', null)).toBe(false);
    expect(who.authenticate('ip', null)).toBe(true);
    expect(who.authenticate('digest', Buffer.from(`${'u'.repeat(mostIdentityLength)}:p`))).toBe(false);
    const isFull = Array.from({ length: mostIdentityLength }, (_, index) => index).findIndex(
      (index) => !who.authenticate('digest', Buffer.from(`user-${index}:p`)),
    );
    expect(isFull).toBeGreaterThan(100);
  });

  it('walked 38,000 ranges for each part of a transaction, and 24,000 digests for each of 400 identities', () => {
    const who = new Identities('10.244.1.7');
    const { acl: long, looks } = countedAcl('ip', ranges(5000));
    for (let part = 0; part < 1000; part++) expect(may(who, long)).toBe(false);
    expect(looks.count).toBe(long.length);

    for (let user = 0; user < 400; user++) who.authenticate('digest', Buffer.from(`u${user}:p`));
    const digests = countedAcl(
      'digest',
      Array.from({ length: 5000 }, (_, index) => `u${index}:x`),
    );
    for (let part = 0; part < 1000; part++) expect(may(who, digests.acl)).toBe(false);
    expect(digests.looks.count).toBe(digests.acl.length);
  });

  it('remember no permissions beyond the next addauth', () => {
    const who = new Identities('10.244.1.7');
    const list = acl('digest', digestOf('u:p'));
    expect(may(who, list)).toBe(false);
    who.authenticate('digest', Buffer.from('u:p'));
    expect(may(who, list)).toBe(true);
  });

  it('checked an ACL of any length in one turn of the loop, and walked it again for the first request', () => {
    const who = new Identities('9.0.0.7');
    const { acl: long, looks } = countedAcl('ip', ranges(20 * aclEntriesInStep));
    const steps = who.expand(long, '/a');
    let before = looks.count;
    for (;;) {
      const { done, value } = steps.next();
      expect(looks.count - before).toBeLessThanOrEqual(5 * aclEntriesInStep);
      before = looks.count;
      if (done !== true) continue;
      expect(value).toEqual(long);
      before = looks.count;
      who.require(value, permissions.read, '/a');
      expect(looks.count).toBe(before);
      return;
    }
  });

  it('made gigabytes of one request: its entries for auth times the identities', () => {
    const who = new Identities('10.244.1.7');
    for (let user = 0; user < 400; user++) who.authenticate('digest', Buffer.from(`u${user}:p`));
    const entries = Array.from({ length: 60_000 }, (_, bits) => ({
      permissions: bits,
      scheme: 'auth',
      id: '',
    }));
    expect(() => expand(who, entries)).toThrow(expect.objectContaining({ code: 'QUOTAEXCEEDED' }));
    const kept = expand(who, entries.slice(0, 20));
    expect(kept).toHaveLength(20 * 400);
    expect(JSON.stringify(kept).length).toBeLessThan(2 * mostAclBytes);
  });
});
