/** The protocol's error codes (org.apache.zookeeper.KeeperException.Code) that this server returns or this client raises. */
export const errorCodes = {
  OK: 0,
  SYSTEMERROR: -1,
  RUNTIMEINCONSISTENCY: -2,
  CONNECTIONLOSS: -4,
  MARSHALLINGERROR: -5,
  UNIMPLEMENTED: -6,
  OPERATIONTIMEOUT: -7,
  BADARGUMENTS: -8,
  NONODE: -101,
  NOAUTH: -102,
  BADVERSION: -103,
  NOCHILDRENFOREPHEMERALS: -108,
  NODEEXISTS: -110,
  NOTEMPTY: -111,
  SESSIONEXPIRED: -112,
  INVALIDACL: -114,
  AUTHFAILED: -115,
  NOWATCHER: -121,
  RECONFIGDISABLED: -123,
  QUOTAEXCEEDED: -125,
} as const;

export type ZooKeeperErrorName = keyof typeof errorCodes;

const nameByCode = new Map<number, ZooKeeperErrorName>(
  Object.entries(errorCodes).map(([name, code]) => [code, name as ZooKeeperErrorName]),
);

/** An error reply, or the loss of the connection or session. `code` is the name, `number` the value on the wire. */
export class ZooKeeperError extends Error {
  readonly code: ZooKeeperErrorName;
  readonly number: number;
  readonly path: string | undefined;

  constructor(code: ZooKeeperErrorName, path?: string, detail?: string) {
    super(
      `ZooKeeper answered \`${code}\`${path === undefined ? '' : ` for \`${path}\``}${detail ? `: ${detail}` : ''}`,
    );
    this.name = 'ZooKeeperError';
    this.code = code;
    this.number = errorCodes[code];
    this.path = path;
  }

  /** From the number in a reply header; unknown numbers become SYSTEMERROR. */
  static fromNumber(number: number, path?: string): ZooKeeperError {
    const name = nameByCode.get(number);
    return name === undefined
      ? new ZooKeeperError('SYSTEMERROR', path, `code ${number}`)
      : new ZooKeeperError(name, path);
  }
}
