import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { endLeftPrograms } from '../../processes/cluster-owner.ts';
import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { ownerId } from '../../processes/lock-owner.ts';
import { safe } from '../../text/safe-text.ts';
import { missingBetterClient } from '../missing-better-client.ts';
import type {
  ClientVariant,
  Cluster,
  ClusterAddresses,
  ClusterState,
  ExistingCluster,
  OutputSink,
} from '../model/cluster.ts';
import { buildClientsImage, registerClientCommand } from './build-image.ts';
import { type Launched, launchEmbedded } from './launch.ts';
import { claimDirectory, removeOwnEntries } from './own-directory.ts';
import { findRunning, findSettled, isStopped, type RunningCluster } from './running.ts';
import { stopChild, stopCluster } from './stop.ts';

/** A program on this machine, its arguments and its working directory. */
export interface ClientCommand {
  readonly words: readonly string[];
  readonly directory: string;
}

export interface EmbeddedClusterOptions {
  readonly name: string;
  readonly directory: string;
  readonly dist: string;
  /** The clients image that `build` makes. */
  readonly clientImage: () => string;
  /** A program of the learner's own that `build` puts in place of the lab's clients, and where it is run. */
  readonly clientCommand?: ClientCommand;
  /** The same for the better consumer. */
  readonly betterCommand?: ClientCommand;
  /** Where commands without `-n` work; `default` if not said. */
  readonly namespace?: string;
  /** True: the cluster that `reset` starts outlives this process (`kafka-lab up --detach`, `kafka-lab reset`). */
  readonly detached: boolean;
}

/** The cluster that is a process of ours: it starts in a second and leaves nothing behind. */
export class EmbeddedCluster implements Cluster {
  readonly kind = 'embedded';
  readonly name: string;
  readonly context: string;
  readonly namespace: string;
  readonly kubeconfig: string;
  readonly #options: EmbeddedClusterOptions;
  readonly #listeners = new Set<(state: ClusterState) => void>();
  readonly #noticeListeners = new Set<(text: string) => void>();
  #state: ClusterState = 'down';
  #child: ChildProcess | undefined;
  #record: ClusterRecord | undefined;
  /** The id of the cluster that this process started last. */
  #made: string | undefined;
  #closing = false;

  constructor(options: EmbeddedClusterOptions) {
    this.#options = options;
    this.name = options.name;
    this.context = options.name;
    this.namespace = options.namespace ?? 'default';
    this.kubeconfig = join(options.directory, 'kubeconfig');
  }

  get state(): ClusterState {
    return this.#state;
  }

  /** Addresses and pid, once it is up. */
  get record(): ClusterRecord | undefined {
    return this.#record;
  }

  get addresses(): ClusterAddresses | undefined {
    return this.#record;
  }

  onState(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (text: string) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  async attach(): Promise<boolean> {
    const running = await findRunning(this.#options.directory);
    if (!running?.record) return false;
    this.#record = running.record;
    this.#enter('ready');
    return true;
  }

  async existing(signal: AbortSignal): Promise<ExistingCluster | undefined> {
    const running = await findSettled(this.#options.directory, signal);
    if (running === undefined) return undefined;
    const { id, record } = running;
    const { pid } = running.process;
    const stopped = isStopped(running) ? { stoppedPid: pid } : {};
    if (record === undefined) return { id, inUse: !this.#isOwn(running), ...stopped };
    const { startedAt, detached, kept } = record;
    return { id, since: startedAt, detached, kept, inUse: !detached && !this.#isOwn(running), ...stopped };
  }

  async reset(output: OutputSink, signal: AbortSignal, replaces?: string): Promise<void> {
    const { directory } = this.#options;
    const say = (line: string) => output('stdout', safe`${line}\n`);
    claimDirectory(directory, 'replaced');
    await this.#end(say, replaces);
    rmSync(join(directory, 'images'), { recursive: true, force: true });
    await this.#launch(false, say, signal);
  }

  /**
   * Starts it again with the data of the last one: objects, claims, records and built images. Resolves with the
   * damage found, a line each.
   */
  async resume(output: OutputSink, signal: AbortSignal, replaces?: string): Promise<readonly string[]> {
    const say = (line: string) => output('stdout', safe`${line}\n`);
    claimDirectory(this.#options.directory);
    await this.#end(say, replaces);
    const { damages, notes } = await this.#launch(true, say, signal);
    for (const line of [...damages, ...notes]) output('stderr', safe`${line}\n`);
    return damages;
  }

  async #launch(keep: boolean, say: (line: string) => void, signal: AbortSignal): Promise<Launched> {
    const { name, directory, dist, detached } = this.#options;
    this.#enter('starting');
    say(`Starting cluster ${name} ...`);
    const began = performance.now();
    try {
      const launched = await launchEmbedded({
        name,
        directory,
        dist,
        detached,
        keep,
        signal,
        onNotice: (text) => {
          for (const listener of this.#noticeListeners) listener(text);
        },
      });
      const { record, child } = launched;
      if (this.namespace !== 'default') await this.#enterNamespace();
      this.#record = record;
      this.#made = record.owner === undefined ? undefined : ownerId(record.owner);
      if (!detached) this.#watch(child);
      say(`Nodes: ${record.nodes.join(' ')}`);
      say(`Kubernetes API: ${record.url}`);
      say(
        `Ready after ${((performance.now() - began) / 1_000).toFixed(1)} s, in one process (pid ${record.pid}) on this machine.`,
      );
      this.#enter('ready');
      return launched;
    } catch (error) {
      this.#enter('down');
      throw error;
    }
  }

  /** Loaded only where it is needed: a YAML parser takes longer than everything else before the first frame. */
  async #enterNamespace(): Promise<void> {
    const { setKubeconfigNamespace } = await import('../kubeconfig-namespace.ts');
    setKubeconfigNamespace(this.kubeconfig, this.namespace);
  }

  async build(output: OutputSink, _signal?: AbortSignal, which: ClientVariant = 'first'): Promise<void> {
    const { directory, dist, clientImage, betterCommand } = this.#options;
    if (which === 'better' && betterCommand === undefined) throw missingBetterClient();
    const clientCommand = which === 'better' ? betterCommand : this.#options.clientCommand;
    claimDirectory(directory);
    if (clientCommand === undefined) buildClientsImage({ directory, dist, reference: clientImage(), output });
    else {
      const { words, directory: from } = clientCommand;
      registerClientCommand({ directory, reference: clientImage(), words, from, output });
    }
    if (!this.#record) return;
    output('stdout', safe`Present on ${this.#record.nodes.length} nodes: they share one image store.\n`);
  }

  /**
   * Ends the running cluster, whoever started it, and programs left over from a killed one; its data stays.
   * False if there is none.
   */
  async end(output: OutputSink): Promise<boolean> {
    const running = await findRunning(this.#options.directory);
    if (running !== undefined) await this.#stop(running, (line) => output('stdout', safe`${line}\n`));
    await endLeftPrograms(this.#options.directory);
    if (running !== undefined) this.#enter('down');
    return running !== undefined;
  }

  /** Undoes this process's start: ends the cluster and, unless `keep`, deletes its files. Another process's cluster stays. */
  async undo(keep: boolean): Promise<void> {
    const running = await findRunning(this.#options.directory);
    if (running === undefined || running.id !== this.#made) return;
    await this.#stop(running, () => {});
    if (!keep) removeOwnEntries(this.#options.directory);
    this.#enter('down');
  }

  async down(output: OutputSink): Promise<void> {
    await this.end(output);
    // Damaged files that were set aside for inspection stay.
    removeOwnEntries(this.#options.directory, ['quarantine']);
    this.#enter('down');
  }

  /** Ends a cluster of our own; one that existed before us, or that should outlive us, stays. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#child !== undefined) await stopChild(this.#child);
    this.#child = undefined;
  }

  async #end(say: (line: string) => void, replaces: string | undefined): Promise<void> {
    const running = await findRunning(this.#options.directory);
    if (running === undefined) return;
    const { name } = this.#options;
    const { pid } = running.process;
    const hint = 'leave that one first, or choose another cluster with --name';
    if (!this.#isOwn(running)) {
      if (running.record === undefined)
        throw new LabError('busy', `cluster \`${name}\` is starting or ending (pid ${pid})`, { hint });
      if (!running.record.detached)
        throw new LabError(
          'busy',
          `cluster \`${name}\` is in use by another kafka-lab (cluster pid ${pid})`,
          {
            hint,
          },
        );
      if (running.id !== replaces)
        throw new LabError(
          'busy',
          `cluster \`${name}\` (pid ${pid}) was started by another kafka-lab in the meantime`,
          {
            hint: 'check it, then try again',
          },
        );
    }
    await this.#stop(running, say);
  }

  async #stop(running: RunningCluster, say: (line: string) => void): Promise<void> {
    const child = this.#child;
    if (child !== undefined && this.#isOwn(running)) {
      child.removeAllListeners('exit');
      await stopChild(child, say);
    } else await stopCluster(running, say);
    this.#child = undefined;
    this.#record = undefined;
    say(`Deleted cluster ${this.#options.name} (pid ${running.process.pid}).`);
  }

  /** Our own child keeps its pid until we have seen it exit. */
  #isOwn({ process: { pid } }: RunningCluster): boolean {
    const child = this.#child;
    return child !== undefined && child.pid === pid && child.exitCode === null && child.signalCode === null;
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
