import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { type Acl, opcodes, readAcl, writeAcl } from '../protocol/messages.ts';

/** Who caused a transaction, and when. `cxid` is the request's xid, 0 for the server's own. */
export interface TransactionHeader {
  readonly session: bigint;
  readonly cxid: number;
  readonly zxid: bigint;
  /** ms since the epoch */
  readonly time: number;
}

/** One resolved change of the tree: sequence numbers are assigned, versions are those after the change. */
export type TreeTransaction =
  | {
      readonly kind: 'create';
      readonly path: string;
      readonly data: Buffer | null;
      readonly acl: readonly Acl[];
      /** Owned by the transaction's session. */
      readonly ephemeral: boolean;
      readonly parentCversion: number;
    }
  | {
      readonly kind: 'createContainer';
      readonly path: string;
      readonly data: Buffer | null;
      readonly acl: readonly Acl[];
      readonly parentCversion: number;
    }
  | {
      readonly kind: 'createTtl';
      readonly path: string;
      readonly data: Buffer | null;
      readonly acl: readonly Acl[];
      readonly parentCversion: number;
      /** Ms. */
      readonly ttl: bigint;
    }
  | { readonly kind: 'delete' | 'deleteContainer'; readonly path: string }
  | {
      readonly kind: 'setData';
      readonly path: string;
      readonly data: Buffer | null;
      readonly version: number;
    }
  | {
      readonly kind: 'setAcl';
      readonly path: string;
      readonly acl: readonly Acl[];
      readonly version: number;
    }
  | { readonly kind: 'check'; readonly path: string; readonly version: number };

/** What takes a zxid: a change, several at once, the start or end of a session, or a refused write. */
export type TransactionBody =
  | TreeTransaction
  | { readonly kind: 'multi'; readonly transactions: readonly TreeTransaction[] }
  | { readonly kind: 'createSession'; readonly timeoutMs: number }
  | { readonly kind: 'closeSession'; readonly ephemerals: readonly string[] }
  | { readonly kind: 'error'; readonly error: number };

export interface Transaction {
  readonly header: TransactionHeader;
  readonly body: TransactionBody;
}

const types = {
  create: opcodes.create,
  createContainer: opcodes.createContainer,
  createTtl: opcodes.createTTL,
  delete: opcodes.delete,
  deleteContainer: opcodes.deleteContainer,
  setData: opcodes.setData,
  setAcl: opcodes.setACL,
  check: opcodes.check,
  multi: opcodes.multi,
  createSession: -10,
  closeSession: opcodes.closeSession,
  error: opcodes.error,
} as const;

type Kind = keyof typeof types;
const kindByType = new Map<number, Kind>(Object.entries(types).map(([kind, type]) => [type, kind as Kind]));

/*
 * As org.apache.zookeeper.txn has it (zookeeper.jute):
 *
 *   TxnHeader        => clientId i64, cxid i32, zxid i64, time i64, type i32
 *   CreateTxn        => path ustring, data buffer, acl, ephemeral bool, parentCVersion i32
 *   CreateContainerTxn => path ustring, data buffer, acl, parentCVersion i32
 *   CreateTTLTxn     => path ustring, data buffer, acl, parentCVersion i32, ttl i64
 *   DeleteTxn        => path ustring; also for the server's own deleteContainer
 *   SetDataTxn       => path ustring, data buffer, version i32
 *   SetACLTxn        => path ustring, acl, version i32
 *   CheckVersionTxn  => path ustring, version i32
 *   MultiTxn         => txns vector of Txn; Txn => type i32, data buffer
 *   CreateSessionTxn => timeOut i32
 *   CloseSessionTxn  => paths2Delete vector of ustring
 *   ErrorTxn         => err i32
 */
export function encodeTransaction(transaction: Transaction): Buffer {
  const known = encoded.get(transaction);
  if (known !== undefined) return known;
  const { header, body } = transaction;
  const writer = new JuteWriter();
  writer.i64(header.session).i32(header.cxid).i64(header.zxid).i64(BigInt(header.time)).i32(types[body.kind]);
  writeBody(writer, body);
  const bytes = writer.bytes();
  encoded.set(transaction, bytes);
  return bytes;
}

/** Each server of an ensemble logs the same transaction. */
const encoded = new WeakMap<Transaction, Buffer>();

function writeBody(writer: JuteWriter, body: TransactionBody): void {
  switch (body.kind) {
    case 'create':
      writer.string(body.path).buffer(body.data);
      writeAcl(writer, body.acl);
      writer.bool(body.ephemeral).i32(body.parentCversion);
      return;
    case 'createContainer':
    case 'createTtl':
      writer.string(body.path).buffer(body.data);
      writeAcl(writer, body.acl);
      writer.i32(body.parentCversion);
      if (body.kind === 'createTtl') writer.i64(body.ttl);
      return;
    case 'delete':
    case 'deleteContainer':
      writer.string(body.path);
      return;
    case 'setData':
      writer.string(body.path).buffer(body.data).i32(body.version);
      return;
    case 'setAcl':
      writer.string(body.path);
      writeAcl(writer, body.acl);
      writer.i32(body.version);
      return;
    case 'check':
      writer.string(body.path).i32(body.version);
      return;
    case 'multi':
      writer.vector(body.transactions, (change) => {
        const inner = new JuteWriter();
        writeBody(inner, change);
        writer.i32(types[change.kind]).buffer(inner.bytes());
      });
      return;
    case 'createSession':
      writer.i32(body.timeoutMs);
      return;
    case 'closeSession':
      writer.vector(body.ephemerals, (path) => writer.string(path));
      return;
    case 'error':
      writer.i32(body.error);
  }
}

/** Throws MARSHALLINGERROR. */
export function decodeTransaction(reader: JuteReader): Transaction {
  const [session, cxid, zxid, time] = [reader.i64(), reader.i32(), reader.i64(), Number(reader.i64())];
  const body = readBody(reader.i32(), reader);
  if (reader.remaining > 0) throw malformed(`${reader.remaining} bytes behind a ${body.kind}`);
  return { header: { session, cxid, zxid, time }, body };
}

function readBody(type: number, reader: JuteReader): TransactionBody {
  const kind = kindByType.get(type);
  switch (kind) {
    case 'multi':
      return { kind, transactions: reader.vector(8, () => readPart(reader)) };
    case 'createSession':
      return { kind, timeoutMs: reader.i32() };
    case 'closeSession':
      return { kind, ephemerals: reader.vector(4, () => reader.string()) };
    case 'error':
      return { kind, error: reader.i32() };
    default:
      return readChange(type, reader);
  }
}

function readChange(type: number, reader: JuteReader): TreeTransaction {
  const kind = kindByType.get(type);
  switch (kind) {
    case 'create':
      return {
        kind,
        path: reader.string(),
        data: reader.buffer(),
        acl: readAcl(reader),
        ephemeral: reader.bool(),
        parentCversion: reader.i32(),
      };
    case 'createContainer':
      return {
        kind,
        path: reader.string(),
        data: reader.buffer(),
        acl: readAcl(reader),
        parentCversion: reader.i32(),
      };
    case 'createTtl':
      return {
        kind,
        path: reader.string(),
        data: reader.buffer(),
        acl: readAcl(reader),
        parentCversion: reader.i32(),
        ttl: reader.i64(),
      };
    case 'delete':
    case 'deleteContainer':
      return { kind, path: reader.string() };
    case 'setData':
      return { kind, path: reader.string(), data: reader.buffer(), version: reader.i32() };
    case 'setAcl':
      return { kind, path: reader.string(), acl: readAcl(reader), version: reader.i32() };
    case 'check':
      return { kind, path: reader.string(), version: reader.i32() };
    default:
      throw malformed(`a transaction of type ${type}`);
  }
}

function readPart(reader: JuteReader): TreeTransaction {
  const type = reader.i32();
  const inner = reader.inner();
  const change = readChange(type, inner);
  if (inner.remaining > 0) throw malformed(`${inner.remaining} bytes behind a part`);
  return change;
}

function malformed(detail: string): ZooKeeperError {
  return new ZooKeeperError('MARSHALLINGERROR', undefined, detail);
}
