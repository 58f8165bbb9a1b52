import type { ServerClock } from '../clock.ts';
import type { Steps } from '../database/exclusive-work.ts';
import type { Session } from '../database/sessions.ts';
import { hex } from '../log-line.ts';
import type { Serving } from '../quorum/serving.ts';
import { type ContainerSettings, dueNodes } from './due-nodes.ts';

export interface CaretakerOptions {
  readonly tickTimeMs: number;
  readonly containers: ContainerSettings;
  readonly clock: ServerClock;
  readonly log: (level: 'INFO', message: string, logger: string) => void;
}

/** What a leader, or a server that is alone, does at intervals: it expires sessions, and deletes containers and nodes whose time is over. */
export class Caretaker {
  readonly #serving: Serving;
  readonly #options: CaretakerOptions;
  readonly #closers: (() => void)[];
  #isOpen = true;

  constructor(serving: Serving, options: CaretakerOptions) {
    this.#serving = serving;
    this.#options = options;
    this.#closers = [this.#expireSessions(), this.#deleteContainers()];
  }

  close(): void {
    this.#isOpen = false;
    for (const close of this.#closers) close();
  }

  /**
   * Expires sessions only after pending input has been read. If this process could not run for a while, or a request took long, extends
   * all deadlines by that time, since nobody could be heard.
   */
  #expireSessions(): () => void {
    const { clock, tickTimeMs } = this.#options;
    const { sessions } = this.#serving.database;
    const interval = Math.max(10, Math.min(1000, tickTimeMs / 2));
    let last = clock.monotonic();
    return clock.every(interval, () => {
      const now = clock.monotonic();
      const late = now - last - interval;
      last = now;
      if (late > interval) sessions.grant(late);
      if (sessions.expired(now).length === 0) return;
      clock.afterInput(() => this.#do(() => this.#expire(sessions.expired(now))));
    });
  }

  #deleteContainers(): () => void {
    const { clock, containers } = this.#options;
    const due = () => dueNodes(this.#serving.database.tree, containers, clock.wall());
    return clock.every(containers.checkIntervalMs, () => {
      if (due().length > 0) this.#do(() => this.#delete(due()));
    });
  }

  /** Once nobody else's work is under way. */
  #do(begin: () => Steps<void>): void {
    this.#serving.work.whenFree(() => {
      if (!this.#isOpen) return;
      this.#serving.work.run(
        begin(),
        () => undefined,
        (error) => {
          // A transaction that cannot be written stops the server.
          if (this.#isOpen) throw error;
        },
      );
    });
  }

  *#expire(sessions: readonly Session[]): Steps<void> {
    for (const { id, timeoutMs } of sessions) {
      if (!this.#isOpen) return;
      this.#options.log(
        'INFO',
        `Expiring session ${hex(id)}, timeout of ${timeoutMs}ms exceeded`,
        'ZooKeeperServer',
      );
      this.#serving.disconnectSession(id);
      yield* this.#serving.database.closeSession(id);
      yield;
    }
  }

  *#delete(paths: readonly string[]): Steps<void> {
    for (const path of paths) {
      if (!this.#isOpen) return;
      this.#options.log('INFO', `Attempting to delete candidate container: ${path}`, 'ContainerManager');
      yield* this.#serving.database.deleteContainer(path);
      yield;
    }
  }
}
