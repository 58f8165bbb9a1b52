import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Bytes. */
  readonly rss: number;
  /** The `ROLE` of a client of the lab, from its environment. */
  readonly role: string | undefined;
}

/** A process; undefined once it is gone. Reads /proc, so Linux only. */
export function readProcess(pid: number): ProcessEntry | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return {
      pid,
      parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
      rss: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024,
      role: environment.find((entry) => entry.startsWith('ROLE='))?.slice(5),
    };
  } catch {
    // It has exited, or belongs to another user.
    return undefined;
  }
}

export function childrenOf(parent: number): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
    .filter((entry) => entry.parent === parent);
}
