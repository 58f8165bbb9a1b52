import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import { zooKeeperCode } from '../../controller/zk-operations.ts';
import * as znodes from '../../controller/znodes.ts';
import { KafkaError } from '../../messages/errors.ts';

const blockSize = 1000;

/** Producer ids unique in the cluster: taken from ZooKeeper in blocks of a thousand. */
export class ProducerIds {
  readonly #brokerId: number;
  readonly #zooKeeper: () => ZooKeeperClient | undefined;
  #next = 0;
  #end = -1;
  #claiming: Promise<void> | undefined;

  constructor(brokerId: number, zooKeeper: () => ZooKeeperClient | undefined) {
    this.#brokerId = brokerId;
    this.#zooKeeper = zooKeeper;
  }

  async take(): Promise<number> {
    while (this.#next > this.#end) {
      this.#claiming ??= this.#claim().finally(() => {
        this.#claiming = undefined;
      });
      await this.#claiming;
    }
    return this.#next++;
  }

  async #claim(): Promise<void> {
    for (;;) {
      const zooKeeper = this.#zooKeeper();
      if (!zooKeeper) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'There is no ZooKeeper session.');
      const { data, stat } = await zooKeeper.getData(znodes.producerIdBlockPath);
      const start = znodes.nextProducerId(data);
      const end = start + blockSize - 1;
      try {
        const block = znodes.encodeProducerIdBlock(this.#brokerId, start, end);
        await zooKeeper.setData(znodes.producerIdBlockPath, block, stat.version);
      } catch (error) {
        if (zooKeeperCode(error) === 'BADVERSION') continue;
        throw error;
      }
      this.#next = start;
      this.#end = end;
      return;
    }
  }
}
