import type { Stat } from '../client-api.ts';
import { permissions } from '../database/access.ts';
import { JuteWriter } from '../protocol/bytes.ts';
import type { Acl } from '../protocol/messages.ts';
import { writeAcl, writeStat } from '../protocol/messages.ts';
import type { RequestContext } from './request-context.ts';

/** GetDataResponse => data buffer, Stat. Throws NONODE and NOAUTH. */
export function readData({ database: { tree }, access }: RequestContext, path: string): JuteWriter {
  access.require(tree.acl(path), permissions.read, path);
  return withStat(new JuteWriter().buffer(tree.data(path)), tree.stat(path));
}

/** GetChildrenResponse => children vector of ustring. Throws NONODE and NOAUTH. */
export function readChildren({ database: { tree }, access }: RequestContext, path: string): JuteWriter {
  access.require(tree.acl(path), permissions.read, path);
  const reply = new JuteWriter();
  return reply.vector(tree.children(path), (name) => reply.string(name));
}

/** GetACLResponse => acl, Stat. Without admin rights, hashes of others read `user:x`. Throws NONODE and NOAUTH. */
export function readNodeAcl({ database: { tree }, access }: RequestContext, path: string): JuteWriter {
  const acl = tree.acl(path);
  access.require(acl, permissions.read | permissions.admin, path);
  const reply = new JuteWriter();
  writeAcl(reply, access.isAdmin(acl) ? acl : acl.map(withoutHash));
  return withStat(reply, tree.stat(path));
}

export function withStat(reply: JuteWriter, stat: Stat): JuteWriter {
  writeStat(reply, stat);
  return reply;
}

function withoutHash(entry: Acl): Acl {
  return entry.scheme === 'digest' ? { ...entry, id: entry.id.replace(/:.*/, ':x') } : entry;
}
