import { expect, test } from 'vitest';
import { grantsOf } from '../../../../source/embedded/zookeeper/server/acl-grants.ts';
import { readAddressRange } from '../../../../source/embedded/zookeeper/server/address-range.ts';
import { countedAcl, ranges } from '../counted-acl.ts';

const client = (ip: string, ...digests: string[]) => ({
  address: readAddressRange(ip)?.prefix,
  digests: new Set(digests),
});

test('add up the permissions of all entries for a client', () => {
  const grants = grantsOf([
    { permissions: 1, scheme: 'world', id: 'anyone' },
    { permissions: 2, scheme: 'ip', id: '10.0.0.0/8' },
    { permissions: 4, scheme: 'ip', id: '10.1.0.0/16' },
    { permissions: 8, scheme: 'digest', id: 'u:hash' },
    { permissions: 16, scheme: 'digest', id: 'u:hash' },
  ]);
  expect(grants.permissionsOf(client('11.0.0.1'))).toBe(1);
  expect(grants.permissionsOf(client('10.2.0.1'))).toBe(3);
  expect(grants.permissionsOf(client('10.1.0.1', 'v:hash'))).toBe(7);
  expect(grants.permissionsOf(client('10.1.0.1', 'u:hash'))).toBe(31);
});

test('no range has an IPv6 address, not even that of all', () => {
  expect(grantsOf([{ permissions: 31, scheme: 'ip', id: '0.0.0.0/0' }]).permissionsOf(client('::1'))).toBe(0);
});

test('every client made the server walk a long list again', () => {
  const { acl, looks } = countedAcl('ip', ranges(5000));
  for (let asked = 0; asked < 100; asked++)
    expect(grantsOf(acl).permissionsOf(client(`10.0.0.${asked}`))).toBe(0);
  expect(looks.count).toBe(acl.length);
});
