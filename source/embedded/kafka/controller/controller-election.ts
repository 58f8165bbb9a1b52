import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { ClusterImage, TopicImage } from './cluster-image.ts';
import { Controller } from './controller.ts';
import { isControllerLoss } from './controller-loss.ts';
import { createIfAbsent, readIfPresent, zooKeeperCode } from './zk-operations.ts';
import * as znodes from './znodes.ts';

export interface ElectionOptions {
  readonly brokerId: number;
  readonly zooKeeper: ZooKeeperClient;
  readonly image: ClusterImage;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Called with the controller when this broker becomes it, and with undefined when it no longer is. */
  readonly onChange: (controller: Controller | undefined) => void;
  readonly startIndex?: (brokers: number) => number;
  /** Whether the replicas of a live broker fetch from their leaders. */
  readonly follows?: (brokerId: number) => boolean;
  /** Whether the directory that holds a live broker's replica has failed. */
  readonly isOffline?: (brokerId: number, topic: string, partition: number) => boolean;
  /** Whether a live broker lost its replica while no cluster ran, and another replica has the records. */
  readonly mayNotLead?: (brokerId: number, topic: string, partition: number) => boolean;
  /** Called with topics that the image is about to get: their logs are used at once then. */
  readonly openLogs?: (topics: readonly TopicImage[]) => Promise<void>;
  /** Whether a topic of this configuration may get a leader that is not in sync. */
  readonly allowsUnclean?: (config: Readonly<Record<string, string>>) => boolean;
}

/** This broker's candidacy for `/controller`, in one ZooKeeper session. */
export class ControllerElection {
  readonly #options: ElectionOptions;
  #controller: Controller | undefined;
  #stopped = false;

  constructor(options: ElectionOptions) {
    this.#options = options;
  }

  /** Becomes the controller if there is none; otherwise waits until it is gone. Settles after the first attempt. */
  async run(): Promise<void> {
    const { zooKeeper, brokerId, log } = this.#options;
    while (!this.#stopped) {
      const present = await zooKeeper.exists(znodes.controllerPath, (event) => {
        if (event.type !== 'None') this.#again();
      });
      if (present) {
        if (present.ephemeralOwner !== zooKeeper.sessionId) this.#resign();
        return;
      }
      this.#resign();
      try {
        await zooKeeper.create(
          znodes.controllerPath,
          znodes.encodeController(brokerId, this.#options.now()),
          {
            ephemeral: true,
          },
        );
      } catch (error) {
        if (zooKeeperCode(error) !== 'NODEEXISTS') throw error;
        log(`[Controller id=${brokerId}] Broker was not elected as controller, another was faster`);
        continue;
      }
      await this.#lead();
      return;
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#resign();
  }

  #again(): void {
    if (this.#stopped) return;
    this.run().catch((error: unknown) => {
      if (!this.#stopped) this.#options.log(`Error in the election of the controller: ${error}`);
    });
  }

  #resign(): void {
    if (!this.#controller) return;
    this.#controller.stop();
    this.#controller = undefined;
    this.#options.onChange(undefined);
  }

  async #lead(): Promise<void> {
    const { brokerId, zooKeeper, image, log, startIndex, follows, isOffline, mayNotLead } = this.#options;
    const { openLogs, allowsUnclean } = this.#options;
    const { epoch, firstOfTree } = await this.#nextEpoch();
    if (this.#stopped || !image.claim(brokerId, epoch, firstOfTree)) return;
    log(
      `[Controller id=${brokerId}] ${brokerId} successfully elected as the controller. ` +
        `Epoch incremented to ${epoch}`,
    );
    const controller = new Controller({
      brokerId,
      epoch,
      zooKeeper,
      image,
      log,
      ...(startIndex ? { startIndex } : {}),
      ...(follows ? { follows } : {}),
      ...(isOffline ? { isOffline } : {}),
      ...(mayNotLead ? { mayNotLead } : {}),
      ...(openLogs ? { openLogs } : {}),
      allowsUnclean,
    });
    this.#controller = controller;
    this.#options.onChange(controller);
    try {
      await controller.start();
    } catch (error) {
      // Another broker is the controller by now: this one's session expired, as that of a paused broker does. The broker itself goes on.
      if (controller.active || !isControllerLoss(error)) throw error;
      log(`[Controller id=${brokerId}] Lost to another broker before it had started`);
    }
  }

  async #nextEpoch(): Promise<{ epoch: number; firstOfTree: boolean }> {
    const { zooKeeper } = this.#options;
    if (await createIfAbsent(zooKeeper, znodes.controllerEpochPath, Buffer.from('1')))
      return { epoch: 1, firstOfTree: true };
    const node = await readIfPresent(zooKeeper, znodes.controllerEpochPath);
    const epoch = Number(node?.data.toString() ?? 0) + 1;
    await zooKeeper.setData(znodes.controllerEpochPath, Buffer.from(String(epoch)), node?.stat.version ?? -1);
    return { epoch, firstOfTree: false };
  }
}
