/** TCP ports that processes listen on, according to /proc. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Listener {
  readonly port: number;
  /** Of the socket: another program that uses the port later has another one. */
  readonly inode: string;
}

const listening = '0A';

export function listenersOf(pids: readonly number[]): Listener[] {
  const inodes = new Set(pids.flatMap(socketsOf));
  return inodes.size === 0 ? [] : allListeners().filter(({ inode }) => inodes.has(inode));
}

export function stillOpen(listeners: readonly Listener[]): Listener[] {
  if (listeners.length === 0) return [];
  const open = new Set(allListeners().map(({ inode }) => inode));
  return listeners.filter(({ inode }) => open.has(inode));
}

function allListeners(): Listener[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening)
      .map((fields) => ({ port: Number.parseInt(fields[1]!.split(':')[1]!, 16), inode: fields[9]! })),
  );
}

function socketsOf(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  try {
    return readdirSync(directory).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${directory}/${name}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    // It has ended.
    return [];
  }
}
