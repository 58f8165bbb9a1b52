import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { safe } from '../../text/safe-text.ts';
import type { ClientVariant, Cluster, ClusterState, OutputSink } from '../cluster.ts';
import { noSecond } from '../no-second.ts';
import { buildClientsImage, registerClientCommand } from './build-image.ts';
import { launchEmbedded } from './launch.ts';
import { type ClusterRecord, readRecord } from './record.ts';
import { stopProcess } from './stop.ts';

/** A program of this machine and its arguments, and where it is run. */
export interface ClientCommand {
  readonly words: readonly string[];
  readonly directory: string;
}

export interface EmbeddedClusterOptions {
  readonly name: string;
  readonly directory: string;
  readonly dist: string;
  /** The clients image that `build` makes. */
  readonly clientImage: string;
  /** A program of the learner's own that `build` puts in place of the lab's clients, and where it is run. */
  readonly clientCommand?: ClientCommand;
  /** The same for the better consumer. */
  readonly betterCommand?: ClientCommand;
  /** True: what `reset` starts outlives this process (`kafka-lab up --detach`, `kafka-lab reset`). */
  readonly detached: boolean;
}

/** The cluster that is a process of ours: it comes up in a second and goes away without a trace. */
export class EmbeddedCluster implements Cluster {
  readonly kind = 'embedded';
  readonly name: string;
  readonly context: string;
  readonly namespace = 'default';
  readonly kubeconfig: string;
  readonly #options: EmbeddedClusterOptions;
  readonly #listeners = new Set<(state: ClusterState) => void>();
  #state: ClusterState = 'down';
  #child: ChildProcess | undefined;
  #record: ClusterRecord | undefined;
  #closing = false;

  constructor(options: EmbeddedClusterOptions) {
    this.#options = options;
    this.name = options.name;
    this.context = options.name;
    this.kubeconfig = join(options.directory, 'kubeconfig');
  }

  get state(): ClusterState {
    return this.#state;
  }

  /** Addresses and pid, once it is up. */
  get record(): ClusterRecord | undefined {
    return this.#record;
  }

  onState(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async attach(): Promise<boolean> {
    const record = readRecord(this.#options.directory);
    if (!record) return false;
    this.#record = record;
    this.#enter('ready');
    return true;
  }

  async reset(output: OutputSink, signal: AbortSignal): Promise<void> {
    const { directory } = this.#options;
    const say = (line: string) => output('stdout', safe`${line}\n`);
    await this.#end(say);
    rmSync(join(directory, 'images'), { recursive: true, force: true });
    await this.#launch(false, say, signal);
  }

  /** Starts it again with what the last one left: objects, claims, records, and the images that were built. */
  async resume(output: OutputSink, signal: AbortSignal): Promise<void> {
    await this.#launch(true, (line) => output('stdout', safe`${line}\n`), signal);
  }

  async #launch(keep: boolean, say: (line: string) => void, signal: AbortSignal): Promise<void> {
    const { name, directory, dist, detached } = this.#options;
    this.#enter('starting');
    say(`Starting cluster ${name} ...`);
    const began = performance.now();
    try {
      const { record, child } = await launchEmbedded({ name, directory, dist, detached, keep, signal });
      this.#record = record;
      if (!detached) this.#watch(child);
      say(`Nodes: ${record.nodes.join(' ')}`);
      say(`Kubernetes API: ${record.url}`);
      say(
        `Ready after ${((performance.now() - began) / 1_000).toFixed(1)} s, in one process (pid ${record.pid}) on this machine.`,
      );
      this.#enter('ready');
    } catch (error) {
      this.#enter('down');
      throw error;
    }
  }

  async build(output: OutputSink, _signal?: AbortSignal, which: ClientVariant = 'first'): Promise<void> {
    const { directory, dist, clientImage, betterCommand } = this.#options;
    if (which === 'better' && betterCommand === undefined) throw noSecond();
    const clientCommand = which === 'better' ? betterCommand : this.#options.clientCommand;
    if (clientCommand === undefined) buildClientsImage({ directory, dist, reference: clientImage, output });
    else {
      const { words, directory: from } = clientCommand;
      registerClientCommand({ directory, reference: clientImage, words, from, output });
    }
    if (!this.#record) return;
    output('stdout', safe`Present on ${this.#record.nodes.length} nodes: they share one image store.\n`);
  }

  async down(output: OutputSink): Promise<void> {
    await this.#end((line) => output('stdout', safe`${line}\n`));
    rmSync(this.#options.directory, { recursive: true, force: true });
    this.#enter('down');
  }

  /** A cluster of our own ends; one that was there before us, or that shall outlive us, stays. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null)
      await stopProcess(child.pid);
    this.#child = undefined;
  }

  async #end(say: (line: string) => void): Promise<void> {
    const running = readRecord(this.#options.directory);
    if (!running) return;
    if (!running.detached && running.pid !== this.#child?.pid)
      throw new LabError(
        'busy',
        `cluster \`${running.name}\` is in use by another kafka-lab (cluster pid ${running.pid})`,
        {
          hint: 'leave that one first, or choose another cluster with --name',
        },
      );
    this.#child?.removeAllListeners('exit');
    await stopProcess(running.pid);
    this.#child = undefined;
    this.#record = undefined;
    say(`Deleted cluster ${running.name} (pid ${running.pid}).`);
  }

  #watch(child: ChildProcess): void {
    this.#child = child;
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#record = undefined;
      if (!this.#closing) this.#enter('gone');
    });
  }

  #enter(state: ClusterState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
