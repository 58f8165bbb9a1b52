import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { parseJson } from '../../files/parse-json.ts';
import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { isPort, readOwner } from '../../processes/lock-owner.ts';
import { isPid } from '../../processes/process-identity.ts';
import { readSmallFile } from '../../processes/small-file.ts';

const maxRecordBytes = 64 * 1024;
const mostNodes = 100;
const namePattern = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;
/** The latest that a Date can hold. */
const maxTime = 8.64e15;

/**
 * The record in `directory`; undefined if there is none, or none that a cluster of that directory writes. It says nothing about
 * whether that cluster still runs. Nothing in it leads out of the directory or off this machine's loopback: others eval what we print of it.
 */
export function readRecord(directory: string): ClusterRecord | undefined {
  const file = readSmallFile(join(directory, 'state.json'), maxRecordBytes);
  if (file === undefined || file === 'not-plain') return undefined;
  return recordIn(parseJson(file.text), directory);
}

function recordIn(value: unknown, directory: string): ClusterRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, pid, startedAt, url, kubeconfig, bootstrap, zookeeper, nodes, detached, kept, owner } =
    value as Readonly<Record<string, unknown>>;
  if (
    name !== basename(directory) ||
    !isName(name) ||
    !isPid(pid) ||
    typeof startedAt !== 'number' ||
    !(Math.abs(startedAt) <= maxTime)
  )
    return undefined;
  if (!isAddress(url, 'https://') || !isAddress(bootstrap) || !isAddress(zookeeper)) return undefined;
  if (!Array.isArray(nodes) || nodes.length > mostNodes || !nodes.every(isName)) return undefined;
  const named = owner === undefined ? undefined : readOwner(owner, directory);
  if (owner !== undefined && named === undefined) return undefined;
  // What names no owner is bound to its directory by the one path in it: a copy of another cluster's record is not ours.
  if (named === undefined && !isSameFile(kubeconfig, join(directory, 'kubeconfig'))) return undefined;
  return {
    name,
    pid: named?.pid ?? pid,
    startedAt,
    url,
    kubeconfig: join(directory, 'kubeconfig'),
    bootstrap,
    zookeeper,
    nodes,
    detached: detached === true,
    kept: kept === true,
    ...(named === undefined ? {} : { owner: named }),
  };
}

const isName = (value: unknown): value is string => typeof value === 'string' && namePattern.test(value);

function isSameFile(path: unknown, expected: string): boolean {
  if (typeof path !== 'string') return false;
  try {
    return realpathSync(path) === realpathSync(expected);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return false;
  }
}

function isAddress(value: unknown, scheme = ''): value is string {
  if (typeof value !== 'string') return false;
  const port = /^127\.0\.0\.1:(\d{1,5})$/.exec(value.slice(scheme.length))?.[1];
  return value.startsWith(scheme) && isPort(Number(port));
}
