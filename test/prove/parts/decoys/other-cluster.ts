import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt } from '../../pieces/process-table.ts';
import { runCli } from '../../pieces/run-cli.ts';

/** Someone else's cluster for other tools, with an object of theirs on it. */
export class OtherCluster {
  readonly home: string;
  readonly name: string;
  readonly kubeconfig: string;
  readonly pid: number;
  readonly #cli: string;
  readonly #startedAt: string;
  readonly #files: Readonly<Record<string, string>>;
  readonly #object: string;
  #isKnownToBeGone = false;

  private constructor(cli: string, home: string, name: string, pid: number, object: string) {
    this.#cli = cli;
    this.home = home;
    this.name = name;
    this.pid = pid;
    this.kubeconfig = join(home, 'clusters', name, 'kubeconfig');
    this.#startedAt = lookAt(pid)?.startedAt ?? '';
    this.#files = this.#readFiles();
    this.#object = object;
  }

  static async start(cli: string, home: string, name: string): Promise<OtherCluster> {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const up = await runCli(cli, ['up', '--detach', '--json', '--name', name, '--home', home]);
    if (up.code !== 0) throw new Error(`kafka-lab up: ${up.stderr}`);
    const { pid } = JSON.parse(up.stdout) as { pid: number };
    const made = await kubectl(cli, home, name, 'create', 'configmap', 'mine', '--from-literal=thesis=years');
    if (made.code !== 0) throw new Error(`kubectl create: ${made.stderr}`);
    return new OtherCluster(cli, home, name, pid, await objectOf(cli, home, name));
  }

  /** What has changed; for a cluster that has ended, reported once. */
  async touched(): Promise<string[]> {
    if (this.#isKnownToBeGone) return [];
    this.#isKnownToBeGone = lookAt(this.pid)?.startedAt !== this.#startedAt;
    if (this.#isKnownToBeGone) return [`cluster ${this.name} (pid ${this.pid}) has ended`];
    const files = this.#readFiles();
    const changed = Object.keys(this.#files).filter((file) => files[file] !== this.#files[file]);
    return [
      ...changed.map((file) => `${file} of cluster ${this.name} has changed`),
      ...((await objectOf(this.#cli, this.home, this.name)) === this.#object
        ? []
        : [`an object of cluster ${this.name} has changed`]),
    ];
  }

  async close(): Promise<void> {
    if (lookAt(this.pid)?.startedAt === this.#startedAt) process.kill(this.pid, 'SIGKILL');
  }

  #readFiles(): Record<string, string> {
    const directory = join(this.home, 'clusters', this.name);
    return Object.fromEntries(
      ['state.json', 'lock', 'kubeconfig'].map((file) => {
        try {
          return [file, readFileSync(join(directory, file), 'utf8')];
        } catch {
          return [file, 'gone'];
        }
      }),
    );
  }
}

export const kubectl = (cli: string, home: string, name: string, ...words: string[]) =>
  runCli(cli, ['kubectl', '--home', home, '--name', name, ...words], { timeoutMs: 30_000 });

/** Its uid, version and data: a recreated object would differ. */
async function objectOf(cli: string, home: string, name: string): Promise<string> {
  const { stdout } = await kubectl(cli, home, name, 'get', 'configmap', 'mine', '-o', 'json');
  return stdout;
}
