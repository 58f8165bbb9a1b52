import { LogCursor } from './log-cursor.ts';

/** How far one container's log was read. */
export class LogPosition {
  readonly cursor = new LogCursor();
  /** The pod was there before its log was followed: of that, the end is enough. */
  readonly isOld: boolean;
  /** The run of the container whose log was read last; undefined: not known yet. */
  run: number | undefined;

  constructor(isOld: boolean) {
    this.isOld = isOld;
    this.run = isOld ? undefined : 0;
  }
}

/**
 * How far the logs of pods were read, by pod and container. It belongs to one who follows them, and outlives observers: the next
 * observer reads on where the one before it ended. Pods are named by their uid: one that comes back under its name is another one.
 */
export class LogPositions {
  readonly #pods = new Map<string, Map<string, LogPosition>>();
  #isBegun = false;

  /** From now on, a pod that is not known is a new one. */
  begin(): void {
    this.#isBegun = true;
  }

  of(uid: string, container: string): LogPosition {
    let containers = this.#pods.get(uid);
    if (containers === undefined) {
      containers = new Map();
      this.#pods.set(uid, containers);
    }
    let position = containers.get(container);
    if (position === undefined) {
      position = new LogPosition(!this.#isBegun);
      containers.set(container, position);
    }
    return position;
  }

  /** The pods with a position. */
  pods(): string[] {
    return [...this.#pods.keys()];
  }

  forget(uid: string): void {
    this.#pods.delete(uid);
  }
}
