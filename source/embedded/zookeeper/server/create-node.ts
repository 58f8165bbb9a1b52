import type { Steps } from '../database/exclusive-work.ts';
import { longestTtl } from '../database/node-owner.ts';
import type { Tree } from '../database/tree.ts';
import type { Lifetime } from '../database/znode.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { type CreateRequest, createFlags, opcodes } from '../protocol/messages.ts';
import type { AclRoom } from './acl-room.ts';
import type { RequestContext } from './request-context.ts';

/** The requests that create a node. */
export type CreateType =
  | typeof opcodes.create
  | typeof opcodes.create2
  | typeof opcodes.createContainer
  | typeof opcodes.createTTL;

const sequential: ReadonlySet<number> = new Set([
  createFlags.sequential,
  createFlags.ephemeralSequential,
  createFlags.sequentialTtl,
]);
const ephemeral: ReadonlySet<number> = new Set([createFlags.ephemeral, createFlags.ephemeralSequential]);
const withTtl: ReadonlySet<number> = new Set([createFlags.ttl, createFlags.sequentialTtl]);

/** Handles a create request. Nodes with a time to live are UNIMPLEMENTED unless `extendedTypesEnabled` is set, as in ZooKeeper. */
export function* createNode(
  { database, session, access, settings }: RequestContext,
  type: CreateType,
  request: CreateRequest,
  zxid: bigint,
  now: number,
  room?: AclRoom,
): Steps<ReturnType<Tree['create']>> {
  const { path, data, flags } = request;
  const lifetime = lifetimeOf(type, request, session, settings.extendedTypes === true);
  const acl = yield* access.expand(request.acl, path, room);
  return database.tree.create(
    path,
    { data, acl, sequential: sequential.has(flags), lifetime },
    zxid,
    now,
    access,
  );
}

/** What a create means inside a transaction, where the flags decide and create2 is create. */
export function typeByFlags({ flags }: CreateRequest): CreateType {
  if (flags === createFlags.container) return opcodes.createContainer;
  return withTtl.has(flags) ? opcodes.createTTL : opcodes.create;
}

function lifetimeOf(
  type: CreateType,
  { path, flags, ttl = -1n }: CreateRequest,
  session: bigint,
  hasTtl: boolean,
): Lifetime {
  if (flags < createFlags.persistent || flags > createFlags.sequentialTtl)
    throw new ZooKeeperError('BADARGUMENTS', path, `flags \`${flags}\``);
  if (withTtl.has(flags)) {
    if (!hasTtl) throw new ZooKeeperError('UNIMPLEMENTED', path, 'extendedTypesEnabled is not set');
    if (ttl <= 0n || ttl > longestTtl) throw new ZooKeeperError('BADARGUMENTS', path, `ttl \`${ttl}\``);
    return { kind: 'ttl', ttl };
  }
  if (type === opcodes.createTTL)
    throw new ZooKeeperError('BADARGUMENTS', path, `a ttl with flags \`${flags}\``);
  if (type === opcodes.createContainer) return { kind: 'container' };
  // With the plain opcode, the flag for a container makes a persistent node.
  return ephemeral.has(flags) ? { kind: 'ephemeral', session } : { kind: 'persistent' };
}
