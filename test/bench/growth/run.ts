import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GrowingCluster, startCluster } from './cluster.ts';

/** One measurement: clusters that follow each other in one home, the later with the data of the earlier. */
export class GrowthRun {
  readonly #root: string;
  readonly #home = mkdtempSync(join(tmpdir(), 'kafka-lab-growth-'));

  constructor(root: string) {
    this.#root = root;
  }

  start(): Promise<GrowingCluster> {
    return startCluster(this.#root, this.#home);
  }

  /** What the home takes on the disk. */
  diskMegabytes(): number {
    let blocks = 0;
    for (const name of readdirSync(this.#home, { recursive: true, encoding: 'utf8' }))
      blocks += lstatSync(join(this.#home, name)).blocks;
    return (blocks * 512) / 1e6;
  }

  end(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}
