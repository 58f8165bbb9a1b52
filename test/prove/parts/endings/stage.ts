import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../../embedded/kafka/random.ts';
import { JobShell } from '../../pieces/job-shell.ts';
import { WatchedRun } from '../../pieces/watched-run.ts';

export interface StageOptions {
  readonly cli: string;
  /** For this try only. */
  readonly directory: string;
  readonly random: Random;
  /** A previously recorded session, as a home directory. */
  readonly recorded: string;
  readonly recordedId: string;
  /** `--client-command`, if the clients are a program of the learner. */
  readonly clientCommand?: string | undefined;
  readonly setting: JobShell['setting'];
}

/** The screen in a terminal of its own, with a home of its own, and all its processes. */
export class Stage {
  readonly home: string;
  readonly temporary: string;
  readonly random: Random;
  readonly run: WatchedRun;
  readonly cli: string;
  readonly recordedId: string;
  /** What broke, as text. */
  readonly complaints: string[] = [];
  readonly #options: StageOptions;
  readonly #mark: string;
  #shells: JobShell[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
    this.random = options.random;
    this.cli = options.cli;
    this.recordedId = options.recordedId;
    this.home = join(options.directory, 'home');
    this.temporary = join(options.directory, 'tmp');
    mkdirSync(this.home, { recursive: true, mode: 0o700 });
    mkdirSync(this.temporary);
    this.#mark = options.directory;
    this.run = new WatchedRun({
      variable: `KAFKA_LAB_PROVE_TRY=${this.#mark}`,
      directory: options.directory,
    });
  }

  get shell(): JobShell {
    return this.#shells.at(-1)!;
  }

  get screen(): JobShell['screen'] {
    return this.shell.screen;
  }

  /** Starts the screen, or a verb that has one. */
  open(...args: string[]): void {
    const { clientCommand, directory, setting } = this.#options;
    const client =
      clientCommand === undefined || args[0] === 'replay'
        ? []
        : // The same program as both, so that there is a swap to end.
          ['--client-command', clientCommand, '--better-client', clientCommand];
    const shell = new JobShell({
      setting: this.#shells.length === 0 ? setting : 'lives',
      directory: join(directory, `shell-${this.#shells.length}`),
      command: [process.execPath, this.cli, ...args, ...client, '--home', this.home],
      env: { TMPDIR: this.temporary, KAFKA_LAB_PROVE_TRY: this.#mark, KAFKA_LAB_HOME: this.home },
    });
    if (shell.setting !== 'alone') this.run.leaveOut(shell.screen.pid);
    this.#shells.push(shell);
  }

  /** Puts the recorded session into the home. */
  bringSession(): void {
    cpSync(this.#options.recorded, this.home, { recursive: true });
  }

  /** A moment at random, up to `mostMs`. */
  moment(mostMs: number): Promise<void> {
    return delay(this.random.below(mostMs));
  }

  complain(what: string): void {
    this.complaints.push(
      what
        .replaceAll(this.#options.directory, 'DIR')
        .replaceAll(dirname(this.cli), 'DIST')
        .replaceAll(process.execPath, 'node'),
    );
  }

  async close(): Promise<void> {
    await this.run.close();
    for (const shell of this.#shells) await shell.close();
  }
}
