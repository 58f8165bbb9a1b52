import { describe, expect, it } from 'vitest';
import { permissions } from '../../../../source/embedded/zookeeper/database/access.ts';
import { openAcl } from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import {
  digestOf,
  Identities,
  mostIdentityLength,
} from '../../../../source/embedded/zookeeper/server/identities.ts';

const acl = (scheme: string, id: string, bits: number = permissions.read) => [
  { permissions: bits, scheme, id },
];
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
    expect(() => who.expand(acl('auth', ''), '/a')).toThrow(expect.objectContaining({ code: 'INVALIDACL' }));
    who.authenticate('digest', Buffer.from('u:p'));
    expect(who.expand([...acl('auth', ''), ...acl('auth', ''), ...openAcl], '/a')).toEqual([
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
    expect(() => new Identities('10.244.1.7').expand(list, '/a')).toThrow(
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
});
