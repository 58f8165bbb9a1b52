import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { execInPod } from '../../../source/cluster/api/exec.ts';
import { requestKinds } from '../../../source/cluster/api/read-objects.ts';
import type { Stored } from '../../../source/kubernetes-types/kinds.ts';

export interface ClusterStart {
  /** The built `kafka-lab.js`. */
  readonly cli: string;
  /** KAFKA_LAB_HOME. */
  readonly home: string;
  /** Flags of `up` besides `--json` and `--home`. */
  readonly flags?: readonly string[];
}

interface Addresses {
  readonly kubeconfig: string;
  readonly bootstrap: string;
  readonly zookeeper: string;
  readonly pid: number;
}

const startWithinMs = 150_000;

/** A cluster of `kafka-lab up` as other programs see it: its three listeners, its directory and its pid. */
export class ProvenCluster {
  readonly addresses: Addresses;
  readonly api: ApiClient;
  readonly #child: ChildProcess;

  private constructor(addresses: Addresses, api: ApiClient, child: ChildProcess) {
    this.addresses = addresses;
    this.api = api;
    this.#child = child;
  }

  static async start({ cli, home, flags = [] }: ClusterStart): Promise<ProvenCluster> {
    const child = spawn(process.execPath, [cli, 'up', '--json', '--home', home, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const addresses = JSON.parse(await firstLine(child)) as Addresses;
      const api = await connectApiClient({ kubeconfig: addresses.kubeconfig, context: 'kafka-lab' });
      return new ProvenCluster(addresses, api, child);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Runs a command in the first container of a pod and resolves with its exit code. */
  async exec(pod: string, container: string, ...command: string[]): Promise<number> {
    const target = { namespace: 'default', pod, container, command };
    return execInPod(this.api, target, { onOutput: () => {}, signal: AbortSignal.timeout(15_000) });
  }

  async pods(app: string): Promise<Stored<'pods'>[]> {
    return requestKinds(this.api, 'pods', {
      path: '/api/v1/namespaces/default/pods',
      query: { labelSelector: `app=${app}` },
    });
  }

  /** Kills the process of the cluster, and with it everything that it serves. */
  async kill(): Promise<void> {
    signalIfThere(this.addresses.pid, 'SIGKILL');
    await this.#gone();
  }

  /** Stops it as Ctrl-C does. */
  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => {
      signalIfThere(this.addresses.pid, 'SIGKILL');
      this.#child.kill('SIGKILL');
    }, 20_000);
    await this.#gone();
    clearTimeout(timer);
  }

  async #gone(): Promise<void> {
    this.api.close();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const timer = setTimeout(
      () => reject(new Error(`no cluster within ${startWithinMs} ms: ${complaint}`)),
      startWithinMs,
    );
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-4000);
    });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) =>
      settle(() => reject(new Error(`kafka-lab up ended with ${code}: ${complaint.trim()}`))),
    );
    // Later lines are read and dropped, so that the pipe never fills.
    const lines = createInterface({ input: child.stdout! });
    lines.once('line', (line) => settle(() => resolve(line)));
  });
}
