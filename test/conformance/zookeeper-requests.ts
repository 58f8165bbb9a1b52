import { type JuteReader, JuteWriter } from '../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  type Acl,
  opcodes,
  openAcl,
  readAcl,
  readMultiHeader,
  readStat,
  writeAcl,
  writeCreateRequest,
  writeCreateTtlRequest,
  writeMultiHeader,
} from '../../source/embedded/zookeeper/protocol/messages.ts';

/** One request, and its reply without what differs between runs: times, sessions, zxids. */
export interface Step {
  readonly name: string;
  readonly who: 'a' | 'b';
  readonly type: number;
  readonly body: JuteWriter;
  readonly read: (reader: JuteReader) => unknown;
  /** The server closes the connection after its reply. */
  readonly ends?: boolean;
}

type Who = 'a' | 'b';
const nothing = () => undefined;
const w = () => new JuteWriter();

function stat(reader: JuteReader): unknown {
  const { version, cversion, aversion, dataLength, numChildren, ephemeralOwner } = readStat(reader);
  return { version, cversion, aversion, dataLength, numChildren, owner: ephemeralOwner >> 40n };
}

function step(who: Who, name: string, type: number, body: JuteWriter, read: Step['read'] = nothing): Step {
  return { who, name, type, body, read };
}

function create(
  who: Who,
  path: string,
  acl: readonly Acl[] = openAcl,
  flags = 0,
  type: number = opcodes.create,
) {
  const body = w();
  writeCreateRequest(body, { path, data: Buffer.from('x'), acl, flags });
  const withStat = type !== opcodes.create;
  return step(
    who,
    `create ${path} flags ${flags} type ${type} ${JSON.stringify(acl)}`,
    type,
    body,
    (reader) => [reader.string(), withStat ? { ...(stat(reader) as object), owner: 0 } : undefined],
  );
}

function createTtl(who: Who, path: string, flags: number, ttl: bigint) {
  const body = w();
  writeCreateTtlRequest(body, { path, data: null, acl: openAcl, flags, ttl });
  return step(who, `createTTL ${path} flags ${flags} ttl ${ttl}`, opcodes.createTTL, body, (reader) => [
    reader.string(),
    stat(reader),
  ]);
}

const get = (who: Who, path: string) =>
  step(who, `get ${path}`, opcodes.getData, w().string(path).bool(false), (reader) => [
    reader.buffer()?.toString(),
    { ...(stat(reader) as object), owner: 0 },
  ]);
const set = (who: Who, path: string, version = -1) =>
  step(
    who,
    `set ${path} ${version}`,
    opcodes.setData,
    w().string(path).buffer(Buffer.from('new')).i32(version),
    stat,
  );
const del = (who: Who, path: string, version = -1) =>
  step(who, `delete ${path} ${version}`, opcodes.delete, w().string(path).i32(version));
const exists = (who: Who, path: string) =>
  step(who, `exists ${path}`, opcodes.exists, w().string(path).bool(false), (reader) => ({
    ...(stat(reader) as object),
    owner: 0,
  }));
const owner = (who: Who, path: string) =>
  step(
    who,
    `owner of ${path}`,
    opcodes.exists,
    w().string(path).bool(false),
    (reader) => readStat(reader).ephemeralOwner,
  );
const list = (who: Who, path: string) =>
  step(who, `ls ${path}`, opcodes.getChildren2, w().string(path).bool(false), (reader) =>
    reader.vector(4, () => reader.string()).sort(),
  );
const count = (who: Who, path: string) =>
  step(who, `count ${path}`, opcodes.getAllChildrenNumber, w().string(path), (reader) => reader.i32());
const getAcl = (who: Who, path: string) =>
  step(who, `getAcl ${path}`, opcodes.getACL, w().string(path), (reader) => [readAcl(reader), stat(reader)]);
function setAcl(who: Who, path: string, acl: readonly Acl[], version = -1) {
  const body = w().string(path);
  writeAcl(body, acl);
  return step(who, `setAcl ${path} ${JSON.stringify(acl)}`, opcodes.setACL, body.i32(version), stat);
}
const auth = (who: Who, scheme: string, text: string | null, ends = false): Step => ({
  ...step(
    who,
    `auth ${scheme} ${text}`,
    opcodes.auth,
    w()
      .i32(0)
      .string(scheme)
      .buffer(text === null ? null : Buffer.from(text)),
  ),
  ends,
});
const ephemerals = (who: Who, prefix: string) =>
  step(who, `ephemerals ${prefix}`, opcodes.getEphemerals, w().string(prefix), (reader) =>
    reader.vector(4, () => reader.string()).sort(),
  );

/** The results of a multi in order: headers, and the fields for each type. */
function results(reader: JuteReader): unknown[] {
  const all: unknown[] = [];
  for (;;) {
    const { type, done, error } = readMultiHeader(reader);
    if (done) return all;
    const fields: unknown[] = [type, error];
    if (type === opcodes.error) fields.push(reader.i32());
    if (type === opcodes.create || type === opcodes.create2) fields.push(reader.string());
    if (type === opcodes.getData) fields.push(reader.buffer()?.toString());
    if (type === opcodes.getChildren) fields.push(reader.vector(4, () => reader.string()).sort());
    if (([opcodes.create2, opcodes.setData, opcodes.getData] as number[]).includes(type))
      fields.push({ ...(stat(reader) as object), owner: 0 });
    all.push(fields);
  }
}

function multi(who: Who, parts: readonly Step[], type: number = opcodes.multi): Step {
  const body = w();
  for (const part of parts) {
    writeMultiHeader(body, part.type, false, -1);
    body.raw(part.body.bytes());
  }
  writeMultiHeader(body, opcodes.error, true, -1);
  return step(who, `multi ${type}: ${parts.map(({ name }) => name).join('; ')}`, type, body, results);
}
const check = (path: string, version: number) =>
  step('a', `check ${path} ${version}`, opcodes.check, w().string(path).i32(version));
const children = (path: string) =>
  step('a', `children ${path}`, opcodes.getChildren, w().string(path).bool(false), (reader) =>
    reader.vector(4, () => reader.string()).sort(),
  );

const acl = (scheme: string, id: string, permissions = 31): Acl => ({ permissions, scheme, id });
const mine = [acl('auth', '')];
const digest = 'u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=';

/** The requests to both servers, by two clients in turn. */
export const conversation: readonly Step[] = [
  get('a', '/zookeeper/config'),
  getAcl('a', '/zookeeper/config'),
  set('a', '/zookeeper/config'),
  getAcl('a', '/'),
  ...['', 'x', '/a/', '//a', '/a/../b', '/none/a', '/', '/a\u0000', '/zookeeper'].map((path) =>
    create('a', path),
  ),
  ...['/', '/zookeeper', '/zookeeper/config', '/none', '', '/none/deep'].map((path) => del('a', path)),
  // ACLs that are refused, and some that are not.
  ...[
    [],
    [acl('world', 'somebody')],
    [acl('auth', '')],
    [acl('x509', 'CN=a')],
    [acl('sasl', 'a@B')],
    [acl('nobody', 'x')],
    [acl('ip', 'localhost')],
    [acl('ip', '10.0.0.0/33')],
    [acl('ip', '10.0.0.256')],
    [acl('ip', '::1')],
    [acl('digest', 'u')],
    [acl('digest', 'u:')],
    [acl('digest', ':p')],
    [acl('digest', 'u:p:q')],
    [acl('digest', 'u:p::')],
    [...openAcl, acl('digest', 'u')],
  ].map((entries, index) => create('a', `/refused-${index}`, entries)),
  auth('a', 'digest', 'u:p'),
  create('a', '/mine', mine),
  create('a', '/mine/open'),
  create('a', '/readable', [...mine, acl('world', 'anyone', 1), ...mine]),
  create('a', '/by-address', [acl('ip', '127.0.0.0/8', 3)]),
  create('a', '/by-other-address', [acl('ip', '10.0.0.0/8')]),
  create('a', '/admin-only', [acl('digest', digest, 16)]),
  ...(['a', 'b'] as const).flatMap((who) =>
    ['/mine', '/readable', '/by-address', '/by-other-address', '/admin-only', '/none'].flatMap((path) => [
      get(who, path),
      exists(who, path),
      list(who, path),
      count(who, path),
      getAcl(who, path),
      set(who, path),
      set(who, path, 77),
      create(who, `${path}/below`),
      del(who, `${path}/below`),
      setAcl(who, path, []),
      setAcl(who, path, [acl('nobody', 'x')]),
    ]),
  ),
  setAcl('b', '/mine', openAcl),
  setAcl('a', '/readable', [...mine, acl('digest', 'other:hash', 1)], 5),
  setAcl('a', '/readable', [...mine, acl('digest', 'other:hash', 1)], 0),
  getAcl('a', '/readable'),
  getAcl('b', '/readable'),
  setAcl('a', '/readable', openAcl),
  setAcl('a', '/bad/', openAcl),
  setAcl('a', '/none', openAcl),
  set('b', '/readable'),
  // Permission to delete comes from the parent.
  del('b', '/mine/open'),
  del('b', '/mine'),
  del('a', '/mine/open', 9),
  del('a', '/mine/open'),
  multi('b', [create('b', '/multi'), check('/mine', -1), set('b', '/readable')]),
  multi('b', [create('b', '/multi'), create('b', '/mine/x')]),
  multi('a', [create('a', '/multi', mine), set('a', '/multi'), check('/multi', 1), del('a', '/multi')]),
  multi('a', [create('a', '/m2', openAcl, 0, opcodes.create2), del('a', '/m2')]),
  multi('a', [create('a', '/m3', openAcl, 4), create('a', '/m4', openAcl, 4, opcodes.createContainer)]),
  multi('a', [
    create('a', '/m5', openAcl, 0, opcodes.createContainer),
    create('a', '/m5/x-', openAcl, 2),
    create('a', '/m5/x-', openAcl, 2),
  ]),
  multi('a', [create('a', '/m6', openAcl, 9)]),
  multi('a', [create('a', '/m6', [])]),
  multi('a', []),
  multi('a', [get('a', '/readable')]),
  multi('a', [step('a', 'unknown part', 99, w())]),
  multi('a', [children('/'), get('a', '/readable'), get('a', '/none'), get('b', '/mine')], opcodes.multiRead),
  multi('b', [children('/mine'), get('b', '/mine'), get('b', '/readable')], opcodes.multiRead),
  multi('a', [create('a', '/m7')], opcodes.multiRead),
  // Containers and other kinds of nodes.
  create('a', '/container', openAcl, 4, opcodes.createContainer),
  owner('a', '/container'),
  create('a', '/container/child'),
  create('a', '/plain-4', openAcl, 4),
  owner('a', '/plain-4'),
  create('a', '/plain-4', openAcl, 4, opcodes.create2),
  create('a', '/container-0', openAcl, 0, opcodes.createContainer),
  owner('a', '/container-0'),
  create('a', '/container-', openAcl, 2, opcodes.createContainer),
  ...[-1, 5, 6, 7].map((flags) => create('a', `/flags${flags}`, openAcl, flags)),
  ...[0, 1, 4, 5, 6].map((flags) => createTtl('a', `/ttl${flags}`, flags, 5000n)),
  createTtl('a', '/ttl', 5, 0n),
  createTtl('a', '/ttl', 5, 1n << 40n),
  create('a', '/eph', openAcl, 1),
  create('a', '/eph/x'),
  create('a', '/eph-', openAcl, 3, opcodes.create2),
  ...['', '/', '/eph-', '/none'].map((prefix) => ephemerals('a', prefix)),
  ephemerals('b', '/'),
  step('a', 'reconfig', opcodes.reconfig, w().string('').string('').string('').i64(-1n)),
  step('a', 'sync', opcodes.sync, w().string('/a'), (reader) => reader.string()),
  // Watches that do not exist, and invalid modes.
  ...[1, 2, 3, 9].map((type) =>
    step('a', `remove watches ${type}`, opcodes.removeWatches, w().string('/a').i32(type)),
  ),
  step('a', 'check watches', opcodes.checkWatches, w().string('/a').i32(3)),
  ...[0, 1, 2].map((mode) =>
    step('a', `add watch ${mode}`, opcodes.addWatch, w().string('/w').i32(mode), (reader) => reader.i32()),
  ),
  step('a', 'malformed create', opcodes.create, w().i32(77)),
  step('a', 'malformed delete', opcodes.delete, w().i32(77)),
  step('a', 'malformed get', opcodes.getData, w().i32(77)),
  step('a', 'malformed multi', opcodes.multi, w().i32(1)),
  step('a', 'malformed setWatches', opcodes.setWatches, w().i64(0n).i32(1)),
  get('a', '/readable'),
  auth('b', 'ip', null),
  auth('b', 'digest', 'without a colon'),
  create('b', '/without-colon', mine),
  getAcl('b', '/without-colon'),
  { ...step('b', 'unknown type', 4242, w()), ends: true },
  auth('b', 'digest', null, true),
  auth('b', 'x509', 'a', true),
  auth('b', 'sasl', 'a', true),
  auth('b', 'world', 'a', true),
  step('b', 'sasl request', opcodes.sasl, w().buffer(Buffer.from('token')), (reader) => reader.buffer()),
];
