import { statfsSync } from 'node:fs';
import os from 'node:os';
import { exitCodes } from '../errors/lab-error.ts';
import { manifestDirectory } from './locations.ts';
import type { Options } from './options.ts';

/** One thing that a kind of cluster needs, and whether this machine has it. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** The version or the amount that was found, or why it is not there. */
  readonly found: string;
  /** What to do about it; only where it is missing. */
  readonly hint?: string;
}

export interface Diagnosis {
  readonly cluster: 'embedded' | 'kind' | 'context';
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

/** `kafka-lab doctor`: what this machine has and lacks for each kind of cluster. Exit 3 if the chosen kind cannot run. */
export async function doctor(options: Options): Promise<number> {
  const diagnoses = await diagnose();
  if (options.flags.json === true) process.stdout.write(`${JSON.stringify(diagnoses, null, 2)}\n`);
  else process.stdout.write(renderDiagnoses(diagnoses));
  const chosen = diagnoses.find(({ cluster }) => cluster === options.cluster);
  return chosen?.ok === false ? exitCodes.machineLacks : exitCodes.passed;
}

export async function diagnose(): Promise<Diagnosis[]> {
  const [docker, kind, kubectl] = await Promise.all([
    probe(
      'docker',
      ['info', '--format', '{{.ServerVersion}}'],
      'install Docker and start it, so that `docker info` answers',
    ),
    probe('kind', ['version'], 'install kind from kind.sigs.k8s.io'),
    probe('kubectl', ['version', '--client'], 'install kubectl from kubernetes.io/docs/tasks/tools'),
  ]);
  const node: Finding = { what: 'node', ok: true, found: process.version };
  const disk = freeDisk();
  const memory = freeMemory();
  return [
    judge('embedded', [node, memory(256), disk(200)]),
    judge('kind', [node, docker, kind, kubectl, memory(6_000), disk(10_000)]),
    judge('context', [node, { ...kubectl, ok: true }]),
  ];
}

function judge(cluster: Diagnosis['cluster'], findings: readonly Finding[]): Diagnosis {
  return { cluster, ok: findings.every(({ ok }) => ok), findings };
}

async function probe(command: string, args: readonly string[], hint: string): Promise<Finding> {
  const { execa } = await import('execa');
  const result = await execa(command, [...args], { reject: false, timeout: 5_000, stdin: 'ignore' });
  if (result.exitCode === 0)
    return { what: command, ok: true, found: result.stdout.split('\n')[0]?.trim() ?? '' };
  const why = result.code === 'ENOENT' ? 'not on PATH' : result.stderr || result.shortMessage || 'failed';
  return { what: command, ok: false, found: why.split('\n')[0] ?? '', hint };
}

function freeMemory(): (needed: number) => Finding {
  const free = Math.round(os.freemem() / 2 ** 20);
  return (needed) => amount('memory', free, needed, 'close other programs');
}

function freeDisk(): (needed: number) => Finding {
  const { bavail, bsize } = statfsSync(manifestDirectory());
  return (needed) => amount('disk', Math.round((bavail * bsize) / 2 ** 20), needed, 'make room on the disk');
}

function amount(what: string, free: number, needed: number, remedy: string): Finding {
  const ok = free >= needed;
  const found = `${free} MiB free`;
  return ok ? { what, ok, found } : { what, ok, found, hint: `the lab needs ${needed} MiB; ${remedy}` };
}

export function renderDiagnoses(diagnoses: readonly Diagnosis[]): string {
  const lines = diagnoses.flatMap(({ cluster, ok, findings }) => [
    `${cluster}: ${ok ? 'ready' : 'something is missing'}`,
    ...findings.map(({ what, ok: has, found, hint }) => {
      const remedy = hint === undefined ? '' : `; ${hint}`;
      return `  ${has ? '✔' : '✘'} ${what.padEnd(8)} ${found}${remedy}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
