import type { Stat } from '../../zookeeper/client-api.ts';
import { hex } from '../../zookeeper/log-line.ts';

/** A Stat as zookeeper-shell prints it, times in UTC as `java.util.Date` writes them. */
export function statLines(stat: Stat): string[] {
  return [
    `cZxid = ${hex(stat.czxid)}`,
    `ctime = ${dateText(stat.ctime)}`,
    `mZxid = ${hex(stat.mzxid)}`,
    `mtime = ${dateText(stat.mtime)}`,
    `pZxid = ${hex(stat.pzxid)}`,
    `cversion = ${stat.cversion}`,
    `dataVersion = ${stat.version}`,
    `aclVersion = ${stat.aversion}`,
    `ephemeralOwner = ${hex(stat.ephemeralOwner)}`,
    `dataLength = ${stat.dataLength}`,
    `numChildren = ${stat.numChildren}`,
  ];
}

/** `Sun Nov 22 14:29:34 UTC 2026` */
export function dateText(ms: bigint): string {
  // toUTCString gives `Sun, 22 Nov 2026 14:29:34 GMT`.
  const [, weekday, day, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(Number(ms)).toUTCString()) ?? [];
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

/** What a session prints when it connects, and when a watch fires. */
export function eventText(state: string, type: string, path: string | null): string {
  return `\nWATCHER::\n\nWatchedEvent state:${state} type:${type} path:${path}\n`;
}
