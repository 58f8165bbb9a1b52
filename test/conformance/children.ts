import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Starts a server that is not ours, with its output in the file `log`. The shell kills it as soon as the shell's stdin closes, which happens
 * when this process exits, however it exits.
 */
export function startUnderLifeline(command: readonly string[], log = '/dev/null'): ChildProcess {
  const script = 'log=$1; shift; "$@" </dev/null >"$log" 2>&1 & cat >/dev/null; kill -9 $!; wait $!';
  return spawn('sh', ['-c', script, 'sh', log, ...command], { stdio: ['pipe', 'ignore', 'ignore'] });
}

/** The pid of the JVM that {@link startUnderLifeline} has started. Linux only. */
export function javaUnder({ pid }: ChildProcess): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const java = children.find((one) => readFileSync(`/proc/${one}/comm`, 'utf8').trim() === 'java');
  if (java === undefined) throw new Error(`no JVM among the children ${children.join(' ')} of ${pid}`);
  return Number(java);
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}

/** That many free ports on loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  for (const server of servers) server.close();
  return ports;
}
