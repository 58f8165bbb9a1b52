import type { Stat } from '../client-api.ts';
import { permissions } from '../database/access.ts';
import type { Steps } from '../database/exclusive-work.ts';
import { JuteWriter } from '../protocol/bytes.ts';
import type { Acl } from '../protocol/messages.ts';
import { aclEntriesInStep, writeAclInSteps, writeStat } from '../protocol/messages.ts';
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
export function* readNodeAcl(
  { database: { tree }, access }: RequestContext,
  path: string,
): Steps<JuteWriter> {
  const acl = tree.acl(path);
  access.require(acl, permissions.read | permissions.admin, path);
  const reply = new JuteWriter();
  reply.raw(yield* encodedAcl(acl, access.isAdmin(acl)));
  return withStat(reply, tree.stat(path));
}

/** Of long lists: whoever asks again waits for no walk. The tree's limit of bytes is theirs too. */
const encoded = {
  whole: new WeakMap<readonly Acl[], Buffer>(),
  hidden: new WeakMap<readonly Acl[], Buffer>(),
};

function* encodedAcl(acl: readonly Acl[], isWhole: boolean): Steps<Buffer> {
  const known = isWhole ? encoded.whole : encoded.hidden;
  const found = known.get(acl);
  if (found !== undefined) return found;
  const writer = new JuteWriter();
  yield* writeAclInSteps(writer, acl, isWhole ? (entry) => entry : withoutHash);
  const bytes = writer.bytes();
  if (acl.length > aclEntriesInStep) known.set(acl, bytes);
  return bytes;
}

export function withStat(reply: JuteWriter, stat: Stat): JuteWriter {
  writeStat(reply, stat);
  return reply;
}

function withoutHash(entry: Acl): Acl {
  return entry.scheme === 'digest' ? { ...entry, id: entry.id.replace(/:.*/, ':x') } : entry;
}
