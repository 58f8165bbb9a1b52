import { ZooKeeperError } from '../protocol/error.ts';
import { checkPath } from '../protocol/path.ts';

export interface ConnectString {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** `` or `/kafka`: prepended to every path. */
  readonly chroot: string;
}

/** Parses `host:port[,host:port]/chroot`; the default port is 2181. Throws BADARGUMENTS. */
export function parseConnectString(text: string): ConnectString {
  const slash = text.indexOf('/');
  const chroot = slash < 0 || slash === text.length - 1 ? '' : text.slice(slash);
  if (chroot !== '') checkPath(chroot);
  const hosts = (slash < 0 ? text : text.slice(0, slash)).split(',').map((part) => {
    const match = /^\s*(?:\[([^\]]+)\]|([^:\s]+))(?::(\d{1,5}))?\s*$/.exec(part);
    const port = Number(match?.[3] ?? 2181);
    const host = match?.[1] ?? match?.[2];
    if (host === undefined || port < 1 || port > 65_535) {
      throw new ZooKeeperError('BADARGUMENTS', undefined, `\`${text}\` is not host:port[,host:port]/chroot`);
    }
    return { host, port };
  });
  return { hosts, chroot };
}
