import { systemClock } from '../clock.ts';

export interface KeepaliveOptions {
  readonly sessionTimeoutMs: number;
  readonly ping: () => void;
  /** The server was silent for two thirds of the timeout: there is still time to come back through another one. */
  readonly onSilent: () => void;
}

/** Asks the server of one connection for signs of life, three times in each session timeout. */
export class Keepalive {
  #timer: NodeJS.Timeout | undefined;
  #lastHeard = 0;

  /** Begins anew, for another connection. */
  start({ sessionTimeoutMs, ping, onSilent }: KeepaliveOptions): void {
    this.stop();
    this.heard();
    const isSilent = () => performance.now() - this.#lastHeard > (sessionTimeoutMs * 2) / 3;
    const timer = setInterval(() => {
      ping();
      if (!isSilent()) return;
      // If it was this process that could not listen, its answers are there already: they are read before it is judged.
      systemClock.afterInput(() => {
        if (this.#timer === timer && isSilent()) onSilent();
      });
    }, sessionTimeoutMs / 3);
    this.#timer = timer;
  }

  heard(): void {
    this.#lastHeard = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
