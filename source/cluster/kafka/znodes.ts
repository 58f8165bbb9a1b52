import { Readable } from 'node:stream';
import { LabError } from '../../errors/lab-error.ts';
import { type SafeText, visible } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient } from '../api/api-client.ts';
import { execInPod } from '../api/exec.ts';
import { runningContainer, type ZooKeeperPod } from '../kubernetes/zookeeper-shell.ts';

/** A znode as its parent's list shows it. */
export interface ZnodeRow {
  readonly name: SafeText;
  /** Where it is, as ZooKeeper has it. */
  readonly path: string;
  /** What its stat says; undefined where it was not asked for, or the node went meanwhile. */
  readonly stat: ZnodeStat | undefined;
}

export interface ZnodeStat {
  readonly children: number;
  readonly bytes: number;
  /** It goes with the session that made it. */
  readonly isEphemeral: boolean;
  readonly version: number;
}

/** So many names are read, and of so many of them the stat. */
const mostNames = 5_000;
const mostStats = 500;
const mostBytes = 1024 * 1024;

/**
 * The children of a znode, by the pod's own zookeeper-shell: once for their names, and once or twice for all their stats.
 * @throws LabError: ZooKeeper does not run, or has no such node
 */
export async function readZnodes(
  api: ApiClient,
  zookeeper: ZooKeeperPod,
  path: string,
  signal: AbortSignal,
): Promise<readonly ZnodeRow[]> {
  const container = await runningContainer(api, zookeeper, signal);
  if (container === undefined)
    throw new LabError('cluster', 'ZooKeeper is not running', {
      hint: 'run the step that starts it, or look at `:pods`',
    });
  const shell = (words: readonly string[], lines?: readonly string[]): Promise<Printed> =>
    runShell(api, zookeeper, container, { words, lines }, signal);
  const listed = await shell(['ls', path]);
  const names = parseNames(listed.stdout)?.slice(0, mostNames);
  if (names === undefined) throw refusal(path, listed);
  // Of what is not ASCII, a shell in another locale makes other names: these are asked for by themselves.
  const [plain, others] = [names.filter(isPlain), names.filter((name) => !isPlain(name) && isTypable(name))];
  const known = new Map<string, ZnodeStat>();
  for (const asked of [plain.slice(0, mostStats), others.slice(0, Math.max(0, mostStats - plain.length))]) {
    if (asked.length === 0) continue;
    const lines = asked.map((name) => `stat ${childPath(path, name)}`);
    const stats = parseStats((await shell([], lines)).stdout);
    // A node that went has no stat, and nothing tells which: none is better than a wrong one.
    if (stats.length === asked.length) for (const [at, stat] of stats.entries()) known.set(asked[at]!, stat);
  }
  return names.map((name) => ({
    name: visible(name),
    path: childPath(path, name),
    stat: known.get(name),
  }));
}

export const childPath = (parent: string, name: string): string => `${parent === '/' ? '' : parent}/${name}`;

/** The shell splits its lines at blanks, and knows quotes. */
const isTypable = (name: string): boolean => /^[^\s\p{Cc}\p{Cs}"'\\]+$/u.test(name);
const isPlain = (name: string): boolean => /^[\w.:@%+=,-]+$/.test(name);

interface Printed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function runShell(
  api: ApiClient,
  { namespace, pod, port }: ZooKeeperPod,
  container: string,
  { words, lines }: { readonly words: readonly string[]; readonly lines: readonly string[] | undefined },
  signal: AbortSignal,
): Promise<Printed> {
  const output = { stdout: '', stderr: '' };
  const command = ['zookeeper-shell', `localhost:${port}`, ...words];
  const exitCode = await execInPod(
    api,
    { namespace, pod, container, command },
    {
      stdin: lines && Readable.from([`${lines.join('\n')}\n`, 'quit\n']),
      onOutput(stream, bytes) {
        if (output[stream].length < mostBytes) output[stream] += bytes.toString('utf8');
      },
      signal,
    },
  );
  return { exitCode, ...output };
}

function refusal(path: string, { exitCode, stdout, stderr }: Printed): LabError {
  const said = `${stdout}\n${stderr}`;
  if (/Node does not exist|NoNode/.test(said))
    return new LabError('cluster', `ZooKeeper has no node \`${path}\``, { hint: '`:zk /` shows the root' });
  const reason = sanitizeLine(said.trim().split('\n').at(-1) ?? '', 300);
  return new LabError('cluster', `\`zookeeper-shell\` ended with ${exitCode} (${reason})`);
}

const byNature = new Intl.Collator('en', { numeric: true });

/** The names in `[0, 1, 2]`, the last line that `ls` prints; undefined if it prints none. */
export function parseNames(stdout: string): string[] | undefined {
  // A name may hold separators of lines, which no `.` stands for.
  const line = stdout
    .trimEnd()
    .split('\n')
    .findLast((one) => /^\[.*\]\s*$/s.test(one));
  const inside = line?.trim().slice(1, -1);
  if (inside === undefined) return undefined;
  return inside === '' ? [] : inside.split(', ').sort(byNature.compare);
}

/** The stats that `stat` prints, in order. */
export function parseStats(stdout: string): ZnodeStat[] {
  return stdout
    .split(/^cZxid = /m)
    .slice(1)
    .map((text) => {
      const number = (field: string): number =>
        Number(new RegExp(`^${field} = (-?\\d{1,12})\\s*$`, 'm').exec(text)?.[1] ?? 0);
      return {
        children: number('numChildren'),
        bytes: number('dataLength'),
        isEphemeral: /^ephemeralOwner = 0x0*[1-9a-f]/m.test(text),
        version: number('dataVersion'),
      };
    });
}
