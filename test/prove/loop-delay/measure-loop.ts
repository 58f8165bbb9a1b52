import { setTimeout as delay } from 'node:timers/promises';
import { ProvenCluster } from '../cluster/proven-cluster.ts';
import type { Target } from '../loop/attack.ts';
import type { WatchedApp } from '../watch/watched-app.ts';
import { readWatched } from '../watch/watched-process.ts';
import type { LoopMeasure } from './judge-loop.ts';
import { ListenerProbe } from './listener-probe.ts';
import { cpuTimes, describeLoad } from './machine-load.ts';
import { targetOf } from './target.ts';

const firstAnswerWithinMs = 60_000;
/** For a listener, after the attack has used all its time. */
const lastAnswerWithinMs = 5_000;

/** A cluster whose event loop is watched from inside and outside. */
export class LoopCluster {
  readonly target: Target;
  readonly #cluster: ProvenCluster;
  readonly #listeners: ListenerProbe;
  readonly #watched: string;

  private constructor(cluster: ProvenCluster, listeners: ListenerProbe, target: Target, watched: string) {
    this.#cluster = cluster;
    this.#listeners = listeners;
    this.target = target;
    this.#watched = watched;
  }

  static async open({ cli, watched }: WatchedApp, home: string, manifest: string): Promise<LoopCluster> {
    const cluster = await ProvenCluster.start({ cli, home, flags: ['--apply', manifest] });
    try {
      const target = targetOf(cluster);
      return new LoopCluster(cluster, await ListenerProbe.open(target, firstAnswerWithinMs), target, watched);
    } catch (error) {
      await cluster.kill();
      throw error;
    }
  }

  /** Watches during `run` and until the listeners answer again, or have not for `limitMs`. */
  async measure(run: () => Promise<unknown>, limitMs: number, stop: AbortSignal): Promise<LoopMeasure> {
    const { pid } = this.#cluster.addresses;
    const before = cpuTimes();
    const from = Date.now();
    const giveUp = new AbortController();
    const ran = run().then(
      () => true,
      (error: unknown) => {
        if (giveUp.signal.aborted) return false;
        throw error;
      },
    );
    const outOfTime = delay(limitMs, false, { signal: AbortSignal.any([giveUp.signal, stop]) }).catch(
      () => false,
    );
    const isOver = await Promise.race([ran, outOfTime]);
    const answers = await this.#listeners.answersSince(Date.now(), isOver ? limitMs : lastAnswerWithinMs);
    giveUp.abort();
    stop.throwIfAborted();
    ran.catch(() => {});
    // The last samples arrive every 100 ms.
    await delay(250);
    const { ticks, memory } = readWatched(this.#watched, pid);
    const during = memory.filter(({ at }) => at >= from);
    const rssBefore = memory.filter(({ at }) => at < from).at(-1)?.rss ?? memory[0]!.rss;
    return {
      ticks: ticks.filter(({ at }) => at >= from),
      listeners: this.#listeners.lines.filter(({ at }) => at >= from),
      rss: { before: rssBefore, highest: Math.max(rssBefore, ...during.map(({ rss }) => rss)) },
      silentForMs: answers ? undefined : Date.now() - from,
      load: describeLoad(before, cpuTimes()),
    };
  }

  /** An unresponsive cluster is not asked to stop. */
  async close(isSilent = false): Promise<void> {
    await this.#listeners.close();
    if (isSilent) await this.#cluster.kill();
    else await this.#cluster.close();
  }
}
