import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaLab } from '../../lab/kafka-lab.ts';

/**
 * The packed app, in a directory of its own, with source maps. Its clients can flood their logs: `kafka-lab build` makes the clients
 * image from `dist/clients.cjs`, which here is the lab's client preceded by `flood.cjs`.
 */
export class BenchApp {
  readonly entry: string;
  readonly dist: string;
  readonly #clients: string;
  readonly #flood: string;

  constructor(directory: string, root: string) {
    mkdirSync(directory, { recursive: true });
    cpSync(join(root, 'package.json'), join(directory, 'package.json'));
    for (const name of ['manifests', 'scripts']) symlinkSync(join(root, name), join(directory, name));
    execFileSync(process.execPath, [join(root, 'scripts/bundle.js'), '--to', directory, '--maps']);
    this.dist = join(directory, 'dist');
    this.entry = join(this.dist, 'kafka-lab.js');
    this.#clients = readFileSync(join(this.dist, 'clients.cjs'), 'utf8');
    this.#flood = readFileSync(join(root, 'test/bench/screen/flood.cjs'), 'utf8');
  }

  /** From the next `kafka-lab build` on, each client writes this many lines per second. */
  flood(linesPerSecond: number): void {
    const head = `process.env.FLOOD = '${linesPerSecond}';\n${this.#flood}`;
    writeFileSync(join(this.dist, 'clients.cjs'), `${head}\n${this.#clients}`);
  }
}

const deployClients = kafkaLab.steps.findIndex(({ id }) => id === '2.2');

/** The keys that take a fresh session up to the step that deploys the clients, and run it. */
export function keysToClients(): string {
  return `${'j'.repeat(deployClients)}R`;
}

/** The id of the step that comes after it. */
export function stepAfterClients(): string {
  return kafkaLab.steps[deployClients + 1]!.id;
}
