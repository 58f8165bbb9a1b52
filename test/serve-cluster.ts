/** A cluster of `kafka-lab up --json` for a test file, in a home of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServedCluster {
  readonly kubeconfig: string;
  readonly bootstrap: string;
  readonly zookeeper: string;
  readonly pid: number;
  /** KAFKA_LAB_HOME of this cluster; also a HOME for tools, so that their caches are fresh. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export const cli = join(process.cwd(), 'dist', 'kafka-lab.js');

export async function serveCluster(...flags: string[]): Promise<ServedCluster> {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-test-'));
  const child = spawn(process.execPath, [cli, 'up', '--json', '--home', home, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await firstLine(child);
  const described = JSON.parse(line) as Pick<ServedCluster, 'kubeconfig' | 'bootstrap' | 'zookeeper' | 'pid'>;
  return {
    ...described,
    home,
    env: { ...process.env, HOME: home, KUBECONFIG: described.kubeconfig, KAFKA_LAB_HOME: home },
    close: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end !== -1) resolve(text.slice(0, end));
    });
    child.once('exit', (code) =>
      reject(new Error(`kafka-lab up ended with ${code} before it said where the cluster is`)),
    );
  });
}
