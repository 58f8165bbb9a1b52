import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { keysToClients, stepAfterClients } from '../../bench/screen/bench-app.ts';
import { WatchedPty } from '../../bench/screen/watched-pty.ts';
import { ProvenCluster } from '../cluster/proven-cluster.ts';

/** The running lab with its cluster and clients, with or without the screen. */
export interface Stage {
  readonly api: ApiClient;
  readonly bootstrap: string;
  readonly clusterPid: number;
  /** The process of the screen, if there is one. */
  readonly screenPid: number | undefined;
  close(): Promise<void>;
}

export interface StageSetup {
  readonly cli: string;
  readonly home: string;
  /** The lab's files. */
  readonly lab: string;
}

const stepWithinMs = 180_000;

/** The screen in a pty, moved with keys to the step that deploys the clients: their logs are in its panes. */
export async function openScreenStage({ cli, home, lab }: StageSetup): Promise<Stage> {
  const pty = new WatchedPty([cli, '--home', home, '--lab-dir', lab]);
  try {
    await pty.timeTo('1.1 Reset the cluster', undefined, stepWithinMs);
    pty.type(keysToClients());
    await pty.timeTo('First, your prediction', undefined, stepWithinMs);
    pty.type('\u001b');
    await pty.timeTo(`continues: ${stepAfterClients()}`, undefined, stepWithinMs);
    const state = join(home, 'clusters', 'kafka-lab', 'state.json');
    const { pid, kubeconfig, bootstrap } = JSON.parse(readFileSync(state, 'utf8')) as {
      pid: number;
      kubeconfig: string;
      bootstrap: string;
    };
    const api = await connectApiClient({ kubeconfig, context: 'kafka-lab' });
    return {
      api,
      bootstrap,
      clusterPid: pid,
      screenPid: pty.pid,
      close: async () => {
        api.close();
        await pty.leave();
      },
    };
  } catch (error) {
    await pty.leave();
    throw error;
  }
}

/** The same with the command line only. */
export async function openHeadlessStage({ cli, home, lab }: StageSetup): Promise<Stage> {
  const flags = ['--apply', join(lab, 'kafka.yml')];
  const cluster = await ProvenCluster.start({ cli, home, flags });
  try {
    await runLab(cli, home, 'build');
    await runLab(cli, home, 'kubectl', 'apply', '-f', join(lab, 'clients.yml'));
  } catch (error) {
    await cluster.close();
    throw error;
  }
  return {
    api: cluster.api,
    bootstrap: cluster.addresses.bootstrap,
    clusterPid: cluster.addresses.pid,
    screenPid: undefined,
    close: () => cluster.close(),
  };
}

async function runLab(cli: string, home: string, ...words: string[]): Promise<void> {
  const child = spawn(process.execPath, [cli, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, KAFKA_LAB_HOME: home },
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`kafka-lab ${words.join(' ')} ended with ${code}: ${complaint.trim()}`);
}
