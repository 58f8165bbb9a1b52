/** A program in a pty, its output timed and counted. Reads /proc, so Linux only. */
import { readFileSync } from 'node:fs';
import { type IPty, spawn } from '@lydell/node-pty';

const ticksPerSecond = 100;

export class WatchedPty {
  readonly #pty: IPty;
  readonly #startedAt = performance.now();
  readonly #waiting: { text: string; from: number; resolve: (at: number) => void }[] = [];
  #tail = '';
  #received = 0;
  bytes = 0;
  clearsScrollback = 0;
  readonly #gauges: { pattern: RegExp; value: number; at: number }[] = [];
  readonly ended: Promise<void>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { CI: _ci, NO_COLOR: _noColour, ...inherited } = process.env;
    this.#pty = spawn(process.execPath, [...args], {
      cols: 120,
      rows: 40,
      env: { ...inherited, TERM: 'xterm-256color', ...env } as Record<string, string>,
    });
    this.ended = new Promise((resolve) => this.#pty.onExit(() => resolve()));
    this.#pty.onData((data) => this.#read(data));
  }

  #read(data: string): void {
    const now = performance.now();
    this.bytes += Buffer.byteLength(data);
    this.#received += data.length;
    const before = this.#tail.length;
    this.#tail = (this.#tail + data).slice(-200_000);
    this.clearsScrollback += (
      this.#tail.slice(-(data.length + Math.min(before, 3))).match(/\u001b\[3J/g) ?? []
    ).length;
    for (const gauge of this.#gauges) {
      const found = [...data.matchAll(gauge.pattern)].at(-1)?.[1];
      if (found !== undefined) Object.assign(gauge, { value: Number(found), at: now });
    }
    for (const wait of [...this.#waiting]) {
      const kept = this.#received - this.#tail.length;
      if (!this.#tail.slice(Math.max(0, wait.from - kept)).includes(wait.text)) continue;
      this.#waiting.splice(this.#waiting.indexOf(wait), 1);
      wait.resolve(now);
    }
  }

  /** Milliseconds from the start, or from a key if one is typed, until the text is written to the terminal. */
  async timeTo(text: string, keys?: string, withinMs = 30_000): Promise<number> {
    const from = keys === undefined ? 0 : this.#received;
    const startedAt = keys === undefined ? this.#startedAt : performance.now();
    const seen = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`\`${text}\` was not written within ${withinMs} ms`)),
        withinMs,
      );
      this.#waiting.push({
        text,
        from,
        resolve: (at) => {
          clearTimeout(timer);
          resolve(at);
        },
      });
    });
    if (keys === undefined) this.#read('');
    else this.#pty.write(keys);
    return (await seen) - startedAt;
  }

  /** From now on, reads a number that the program shows wherever it writes `pattern`, whose first group it is. */
  gauge(pattern: RegExp): () => { readonly value: number; readonly at: number } {
    const gauge = { pattern, value: Number.NaN, at: performance.now() };
    this.#gauges.push(gauge);
    return () => ({ ...gauge });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** CPU time of the process since its start, in milliseconds; without its children. */
  cpuMs(): number {
    const fields = readFileSync(`/proc/${this.#pty.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  }

  rssMb(): number {
    const status = readFileSync(`/proc/${this.#pty.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  async end(): Promise<void> {
    this.#pty.kill('SIGKILL');
    await this.ended;
  }

  /** Sends Ctrl-C and waits for its exit; kills it if it does not. */
  async leave(): Promise<void> {
    this.#pty.write('\u0003');
    const timer = setTimeout(() => this.#pty.kill('SIGKILL'), 10_000);
    await this.ended;
    clearTimeout(timer);
  }
}
