import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { lookAt } from '../../pieces/process-table.ts';
import { type CliRun, runCli } from '../../pieces/run-cli.ts';
import { treeChanges, treeDigest } from '../../pieces/tree-digest.ts';
import { OtherCluster } from './other-cluster.ts';
import { StandInEngine } from './stand-in-engine.ts';

/** Someone else's files, by their path below the world's directory. The lab's home is `lab`. */
const files: Readonly<Record<string, string>> = {
  'thesis.txt': 'years of work',
  'clusters/kafka-lab/thesis.txt': 'a directory that is named like one of the lab',
  'sessions/20260101-000000-000/journal.jsonl': 'not a journal',
  'user/.kube/config': 'apiVersion: v1\nkind: Config\ncurrent-context: theirs\n',
  'user/.kube/cache/discovery': 'cached',
  'user/.docker/config.json': '{"auths":{}}',
  'user/.bash_history': 'ls\n',
  'lab/notes.txt': 'notes in the home of the lab',
  'lab/clusters/finished/thesis.txt': 'a cluster of another name',
  'lab/clusters/finished/data/kafka/log': 'records',
  'lab/sessions/another/journal.jsonl': '',
  'lab/sessions/another/transcript.md': '# mine',
  'precious/thesis.txt': 'what attacks point to',
  'precious/deep/thesis.txt': 'what attacks point to',
};

/** What is live in the lab's home, and may change. */
const decoyPaths = [
  'thesis.txt',
  'clusters',
  'sessions',
  'user',
  'precious',
  'lab/notes.txt',
  'lab/clusters/finished',
  'lab/sessions/another',
];

/** A machine with other work on it, and a home for the lab. */
export class World {
  readonly directory: string;
  readonly home: string;
  readonly cli: string;
  /** A cluster in another home, with the lab's own name. */
  readonly elsewhere: OtherCluster;
  /** A cluster in the lab's home, with another name. */
  readonly beside: OtherCluster;
  /** The cluster that stands in for kind's, if needed. */
  readonly backing: OtherCluster | undefined;
  readonly engine: StandInEngine;
  readonly env: Readonly<Record<string, string>>;
  #bystanders: { readonly child: ChildProcess; readonly startedAt: string }[] = [];
  readonly #signal: AbortSignal;
  #before: Readonly<Record<string, Readonly<Record<string, string>>>>;

  private constructor(
    cli: string,
    directory: string,
    clusters: readonly [OtherCluster, OtherCluster, OtherCluster | undefined],
    engine: StandInEngine,
    signal: AbortSignal,
  ) {
    this.cli = cli;
    this.directory = directory;
    this.home = join(directory, 'lab');
    [this.elsewhere, this.beside, this.backing] = clusters;
    this.engine = engine;
    this.#signal = signal;
    this.env = {
      HOME: join(directory, 'user'),
      KUBECONFIG: this.elsewhere.kubeconfig,
      KAFKA_LAB_HOME: this.home,
      KIND_EXPERIMENTAL_PROVIDER: '',
      PATH: [engine.bin, process.env.PATH].join(delimiter),
    };
    this.#before = this.#digests();
  }

  static async make(cli: string, directory: string, signal: AbortSignal, kind: boolean): Promise<World> {
    writeFiles(directory);
    const started = await Promise.all([
      OtherCluster.start(cli, join(directory, 'other-home'), 'kafka-lab'),
      OtherCluster.start(cli, join(directory, 'lab'), 'decoy'),
    ]);
    const backing = kind ? await OtherCluster.start(cli, join(directory, 'backing'), 'kind-lab') : undefined;
    const build = [cli, 'build', '--name', 'kind-lab', '--home', join(directory, 'backing')];
    const engine = await StandInEngine.make(directory, backing?.kubeconfig ?? '', build);
    return new World(cli, directory, [...started, backing], engine, signal);
  }

  /** Someone else's program, which leads a process group. */
  async bystander(): Promise<number> {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
      detached: true,
    });
    await new Promise((resolve) => child.once('spawn', resolve));
    this.#bystanders.push({ child, startedAt: lookAt(child.pid!)?.startedAt ?? '' });
    return child.pid!;
  }

  lab(...words: string[]): Promise<CliRun> {
    return runCli(this.cli, words, { env: this.env, timeoutMs: 180_000, signal: this.#signal });
  }

  /** What has changed among the decoys. */
  async touched(): Promise<string[]> {
    const after = this.#digests();
    return [
      ...decoyPaths.flatMap((path) =>
        treeChanges(this.#before[path]!, after[path]!).map((change) => `${path}: ${change}`),
      ),
      ...(await this.elsewhere.touched()),
      ...(await this.beside.touched()),
      ...this.engine.touched(),
      ...this.#bystanders.flatMap(({ child, startedAt }) =>
        lookAt(child.pid!)?.startedAt === startedAt
          ? []
          : [`the program with pid ${child.pid} has been ended`],
      ),
    ];
  }

  /** Recreates files and programs, so that damage from one try is not attributed to the next. */
  restore(): void {
    this.#bystanders = this.#bystanders.filter(
      ({ child, startedAt }) => lookAt(child.pid!)?.startedAt === startedAt,
    );
    if (
      decoyPaths.every(
        (path) => treeChanges(this.#before[path]!, treeDigest(join(this.directory, path))).length === 0,
      )
    )
      return;
    for (const path of decoyPaths) rmSync(join(this.directory, path), { recursive: true, force: true });
    writeFiles(this.directory);
    this.#before = this.#digests();
  }

  async close(): Promise<void> {
    for (const { child } of this.#bystanders) child.kill('SIGKILL');
    await runCli(this.cli, ['down'], { env: this.env, timeoutMs: 20_000 });
    for (const cluster of [this.elsewhere, this.beside, this.backing]) await cluster?.close();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #digests(): Record<string, Readonly<Record<string, string>>> {
    return Object.fromEntries(decoyPaths.map((path) => [path, treeDigest(join(this.directory, path))]));
  }
}

function writeFiles(directory: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
