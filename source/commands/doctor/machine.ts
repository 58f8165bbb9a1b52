import { existsSync, readFileSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { dirname } from 'node:path';
import { otherHome } from '../../files/home-hints.ts';
import { leastOpenFiles, openFileLimit } from '../../files/open-file-limit.ts';
import { findOwnHosts } from '../../processes/own-hosts.ts';
import { lookAtHome } from '../locations/require-home.ts';
import type { Finding } from './finding.ts';

const mebibyte = 2 ** 20;

/** Free memory on this machine, or the memory of an engine that runs in a virtual machine. */
export function memory(neededMiB: number, bytes: number = os.freemem(), whose = 'free'): Finding {
  return amount(
    'memory',
    Math.round(bytes / mebibyte),
    neededMiB,
    whose,
    'close other programs, or give the engine more',
  );
}

/** The home directory: created if missing, and tested. */
export function home(path: string): Finding {
  const wrong = lookAtHome(path);
  if (wrong === undefined) return { what: 'home', level: 'ok', found: path };
  return {
    what: 'home',
    level: 'missing',
    found: wrong,
    hint: otherHome,
  };
}

/** How many files a process may have open, if the system limits it. */
export function openFiles(limit = openFileLimit()): Finding[] {
  if (limit === undefined) return [];
  const found = `${limit} open at once`;
  if (limit >= leastOpenFiles.lab) return [{ what: 'files', level: 'ok', found }];
  const hint = `the lab needs ${leastOpenFiles.lab}; raise the limit with \`ulimit -n 1024\``;
  return [{ what: 'files', level: 'missing', found, hint }];
}

/** Free space on the disk that holds `path`, or its nearest existing parent. */
export function disk(neededMiB: number, path: string): Finding {
  let directory = path;
  while (!existsSync(directory) && dirname(directory) !== directory) directory = dirname(directory);
  try {
    const { bavail, bsize } = statfsSync(directory);
    const free = Math.round((bavail * bsize) / mebibyte);
    return amount('disk', free, neededMiB, `free at ${directory}`, 'free disk space');
  } catch (error) {
    // The file system does not report it, or we lack access.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { what: 'disk', level: 'warn', found: `the free space at ${directory} is unknown` };
  }
}

export function processors(needed: number, count: number = os.availableParallelism()): Finding {
  const found = `${count} available`;
  if (count >= needed) return { what: 'cpu', level: 'ok', found };
  return {
    what: 'cpu',
    level: 'missing',
    found,
    hint: `the brokers request ${needed} together; give the engine more, or request less in your kafka.yml (--lab-dir)`,
  };
}

function amount(what: string, free: number, needed: number, whose: string, remedy: string): Finding {
  const found = `${free} MiB ${whose}`;
  if (free >= needed) return { what, level: 'ok', found };
  return { what, level: 'missing', found, hint: `the lab needs ${needed} MiB; ${remedy}` };
}

/** How a learner's own client sees the embedded cluster: by its names, or by ports of 127.0.0.1. Both work. */
export async function ownNames(found = findOwnHosts()): Promise<Finding> {
  return {
    what: 'names',
    level: 'ok',
    found:
      (await found) === undefined
        ? 'your own client finds the brokers at ports of 127.0.0.1: this system gives it no /etc/hosts of its own'
        : 'your own client sees the names and ports of the manifest, in an /etc/hosts of its own',
  };
}

/** What kind recommends for several nodes on one machine: each node's processes watch files of their own. */
const inotifyLimits = [
  ['max_user_watches', 524_288],
  ['max_user_instances', 512],
] as const;

/** The limits beyond which nodes fail with `too many open files`; only Linux has them. */
export function inotify(directory = '/proc/sys/fs/inotify'): Finding[] {
  const low: string[] = [];
  const found: string[] = [];
  for (const [name, least] of inotifyLimits) {
    let value: number;
    try {
      value = Number(readFileSync(`${directory}/${name}`, 'utf8'));
    } catch (error) {
      // Not Linux, or a sandbox without /proc.
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) throw error;
      return [];
    }
    found.push(`${name} ${value}`);
    if (value < least) low.push(`fs.inotify.${name}=${least}`);
  }
  if (low.length === 0) return [{ what: 'inotify', level: 'ok', found: found.join(', ') }];
  return [
    {
      what: 'inotify',
      level: 'warn',
      found: `${found.join(', ')}: nodes may fail with \`too many open files\``,
      hint: `raise them: \`sudo sysctl ${low.join(' ')}\``,
    },
  ];
}
