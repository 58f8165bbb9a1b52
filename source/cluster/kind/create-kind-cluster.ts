import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { safe } from '../../text/safe-text.ts';
import { ClusterStates } from '../cluster-states.ts';
import { sessionEnvironment } from '../command-runner.ts';
import { setKubeconfigNamespace } from '../kubeconfig-namespace.ts';
import { missingBetterClient } from '../missing-better-client.ts';
import type { Cluster, OutputSink } from '../model/cluster.ts';
import { type OwnedRecord, OwnedThings } from '../ownership.ts';
import { runProcess } from '../process-runner.ts';
import { requireTools } from '../require-tools.ts';
import { type BetterSource, withBetterSource } from './better-source.ts';
import { capture, chooseEngine, type Engine, requireEngine } from './engine.ts';

export interface KindClusterOptions {
  /** `kafka-lab` by default; never kind's own default, `kind`. */
  readonly name?: string;
  /** The app's home directory: the kubeconfig and the record of clusters that are ours. */
  readonly home: string;
  /** The scripts that make the cluster and build the clients image; each runs in its own directory. */
  readonly scripts: { readonly reset: string; readonly build: string };
  /** The learner's own directory and their better consumer, which is built in a copy of it. */
  readonly second?: BetterSource;
  /** What the scripts read besides: where the manifests are, which base image the clients get. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Where commands without `-n` work; `default` if not said. */
  readonly namespace?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const validName = /^[a-z0-9][a-z0-9.-]{0,48}$/;
const cleanUpWithinMs = 120_000;

/** A kind cluster: the scripts create it and load images into it, with the session's own name and kubeconfig. */
export function createKindCluster(options: KindClusterOptions): Cluster {
  const name = options.name ?? 'kafka-lab';
  if (!validName.test(name)) {
    throw new LabError('usage', `\`${name}\` cannot be a kind cluster's name`, {
      hint: 'use lower-case letters, digits, `.` and `-`',
    });
  }
  const kubeconfig = join(options.home, `kind-${name}.kubeconfig`);
  const namespace = options.namespace ?? 'default';
  const states = new ClusterStates();
  const owned = new OwnedThings(join(options.home, 'kind-clusters.json'));
  const base = {
    ...sessionEnvironment({ kubeconfig, name }, options.environment ?? process.env),
    ...options.variables,
  };

  /** What kind writes names no namespace. */
  const enterNamespace = (): void => {
    if (namespace !== 'default') setKubeconfigNamespace(kubeconfig, namespace);
  };

  /** Checks that the engine answers and kind is installed; returns the environment for both. */
  async function prepare(): Promise<{ engine: Engine; environment: Record<string, string | undefined> }> {
    const engine = await chooseEngine(base);
    await requireTools([engine, 'kind'], base);
    await requireEngine(engine, base);
    const isDefault = engine === 'docker' && !base.KIND_EXPERIMENTAL_PROVIDER;
    return {
      engine,
      environment: isDefault ? base : { ...base, KIND_EXPERIMENTAL_PROVIDER: engine },
    };
  }

  async function runScript(
    path: string,
    environment: Readonly<Record<string, string | undefined>>,
    output: OutputSink,
    signal: AbortSignal,
  ): Promise<void> {
    let complaint = '';
    const exitCode = await runProcess('bash', [path], {
      directory: dirname(path),
      environment,
      signal,
      output: (stream, text) => {
        if (stream === 'stderr' && text.trim() !== '') complaint = mostTelling(complaint, text.trim());
        output(stream, text);
      },
    });
    signal.throwIfAborted();
    if (exitCode === 0) return;
    const why = complaint === '' ? `exit code ${exitCode}` : complaint;
    throw new LabError('cluster', `\`${path}\` failed: ${why}`, { hint: remedyFor(complaint) });
  }

  const isThere = async (ready: Awaited<ReturnType<typeof prepare>>, signal: AbortSignal): Promise<boolean> =>
    (await find(ready, signal)) !== undefined;

  /** Our record of the cluster, if it exists. Throws `busy` if it exists and belongs to somebody else. */
  async function find(
    { engine, environment }: Awaited<ReturnType<typeof prepare>>,
    signal: AbortSignal,
  ): Promise<OwnedRecord | undefined> {
    const { exitCode, stdout, stderr } = await capture('kind', ['get', 'clusters'], environment, signal);
    signal.throwIfAborted();
    if (exitCode !== 0) {
      throw new LabError(
        'machine-lacks',
        `\`kind get clusters\` failed (${stderr.trim().split('\n').at(-1)})`,
        { hint: `check that ${engine} runs: \`${engine} info\`` },
      );
    }
    if (!stdout.split('\n').some((line) => line.trim() === name)) return undefined;
    const record = await owned.get(name);
    const parts = record?.parts ?? [];
    const present = parts.length === 0 ? [] : await containersOf(engine, environment, signal);
    // If all recorded containers are gone, the record is of an earlier cluster, and somebody else created this one.
    if (record !== undefined && (parts.length === 0 || parts.some((part) => present.includes(part))))
      return record;
    throw new LabError('busy', `the kind cluster \`${name}\` exists and was not created by kafka-lab`, {
      hint: `choose another name with \`--name\`, or delete that one yourself: \`kind delete cluster --name ${name}\``,
    });
  }

  async function containersOf(
    engine: Engine,
    environment: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
  ): Promise<string[]> {
    const filter = `label=io.x-k8s.kind.cluster=${name}`;
    const args = ['ps', '--all', '--no-trunc', '--filter', filter, '--format', '{{.ID}}'];
    const { exitCode, stdout } = await capture(engine, args, environment, signal);
    return exitCode === 0 ? stdout.split('\n').filter((line) => /^[0-9a-f]{12,64}$/.test(line)) : [];
  }

  /** Removes what a failed or cancelled start left behind; the user sees the original failure. */
  async function cleanUp(ready: Awaited<ReturnType<typeof prepare>>, output: OutputSink): Promise<void> {
    const signal = AbortSignal.timeout(cleanUpWithinMs);
    try {
      if (await isThere(ready, signal)) await deleteCluster(ready, output, signal);
      await owned.remove(name);
      await rm(kubeconfig, { force: true });
    } catch (error) {
      // It stays recorded as ours, so the next reset or down finds it.
      if (!isExpectedFailure(error)) throw error;
    }
  }

  async function deleteCluster(
    { environment }: Awaited<ReturnType<typeof prepare>>,
    output: OutputSink,
    signal: AbortSignal,
  ): Promise<void> {
    const directory = options.home;
    const args = ['delete', 'cluster', '--name', name];
    const exitCode = await runProcess('kind', args, { directory, environment, output, signal });
    signal.throwIfAborted();
    if (exitCode !== 0)
      throw new LabError('cluster', `\`kind ${args.join(' ')}\` ended with exit code ${exitCode}`, {
        hint: 'see its output for the reason',
      });
  }

  return {
    kind: 'kind',
    name,
    kubeconfig,
    context: `kind-${name}`,
    namespace,
    get state() {
      return states.state;
    },
    onState: (listener) => states.listen(listener),
    async attach(signal) {
      const ready = await prepare();
      if (!(await isThere(ready, signal))) return false;
      await mkdir(options.home, { recursive: true, mode: 0o700 });
      const args = ['export', 'kubeconfig', '--name', name];
      const { exitCode, stderr } = await capture('kind', args, ready.environment, signal);
      signal.throwIfAborted();
      if (exitCode !== 0)
        throw new LabError(
          'cluster',
          `the kind cluster \`${name}\` does not answer (${stderr.trim().split('\n').at(-1)})`,
          {
            hint: 'recreate it: run step 1.1',
          },
        );
      // A file system without modes, or a file of another user: `kind` has written it.
      await chmod(kubeconfig, 0o600).catch((error: unknown) => {
        if (!isFileFailure(error)) throw error;
      });
      enterNamespace();
      states.set('ready');
      return true;
    },
    async existing(signal) {
      const record = await find(await prepare(), signal);
      if (record === undefined) return undefined;
      const since = Date.parse(record.intendedAt);
      const id = [record.intendedAt, ...(record.parts ?? []).slice(0, 1)].join(' ');
      return { id, inUse: false, ...(Number.isNaN(since) ? {} : { since }) };
    },
    async reset(output, signal) {
      const ready = await prepare();
      await isThere(ready, signal);
      await mkdir(options.home, { recursive: true, mode: 0o700 });
      await writeFile(kubeconfig, '', { flag: 'a', mode: 0o600 });
      states.set('starting');
      try {
        // Recorded before the script runs, because what it leaves unfinished is ours too.
        await owned.intend(name);
        await runScript(options.scripts.reset, ready.environment, output, signal);
        await owned.made(name, await containersOf(ready.engine, ready.environment, signal));
        await chmod(kubeconfig, 0o600);
        enterNamespace();
        states.set('ready');
      } catch (error) {
        await cleanUp(ready, output);
        states.set('down');
        throw error;
      }
    },
    async build(output, signal, which = 'first') {
      const { second } = options;
      if (which === 'better' && second === undefined) throw missingBetterClient();
      const ready = await prepare();
      if (!(await isThere(ready, signal)))
        throw new LabError('cluster', `there is no kind cluster \`${name}\` to load the image into`, {
          hint: 'create it first with step 1.1, or `kafka-lab reset --cluster kind`',
        });
      if (which === 'first' || second === undefined) {
        await runScript(options.scripts.build, ready.environment, output, signal);
        return;
      }
      await withBetterSource(second, async (copy) => {
        output(
          'stdout',
          safe`The better consumer, from ${second.better}, in a copy of ${second.directory}:\n`,
        );
        const own = join(copy, 'build.sh');
        const environment = { ...ready.environment, KAFKA_LAB_MANIFESTS: copy };
        await runScript(existsSync(own) ? own : options.scripts.build, environment, output, signal);
      });
    },
    async down(output) {
      const signal = AbortSignal.timeout(cleanUpWithinMs);
      const ready = await prepare();
      if (await isThere(ready, signal)) await deleteCluster(ready, output, signal);
      else output('stdout', safe`There is no kind cluster ${name}.\n`);
      await owned.remove(name);
      await rm(kubeconfig, { force: true });
      states.set('gone');
    },
    async close() {
      // A kind cluster outlives the session; there is nothing to close.
    },
  };
}

/** The line of a script's output that explains its failure: kind's own ERROR, else the last line that mentions a failure, else the last line. */
function mostTelling(before: string, line: string): string {
  const tells = (text: string): boolean => /error|denied|failed|cannot|refused|no such/i.test(text);
  const isFinal = /^ERROR\b/.test(before);
  return isFinal || (tells(before) && !tells(line)) ? before : line.slice(0, 400);
}

function remedyFor(complaint: string): string {
  if (
    /pull|manifest unknown|not found|no such host|timeout|TLS|certificate|registry|dial tcp/i.test(complaint)
  )
    return 'an image could not be pulled: check the network, or load the image beforehand';
  if (/no space/i.test(complaint)) return 'free some disk space, then run the step again';
  if (/inotify|too many open files/i.test(complaint))
    return 'run `kafka-lab doctor` to see which limits to raise';
  if (/port is already allocated|address already in use/i.test(complaint))
    return 'stop the program that uses the port, then run the step again';
  return 'see the lines above; `kafka-lab doctor` shows what this machine lacks';
}
