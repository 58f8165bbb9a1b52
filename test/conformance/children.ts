import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Starts a server that is not ours, its output in the file `log`. The shell kills it as soon as the shell's stdin ends, which it
 * does when this process ends, however it ends.
 */
export function startUnderLifeline(command: readonly string[], log = '/dev/null'): ChildProcess {
  const script = 'log=$1; shift; "$@" </dev/null >"$log" 2>&1 & cat >/dev/null; kill -9 $!; wait $!';
  return spawn('sh', ['-c', script, 'sh', log, ...command], { stdio: ['pipe', 'ignore', 'ignore'] });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}

/** As many ports on loopback as nobody listens on. */
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
