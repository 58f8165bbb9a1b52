import { setTimeout as delay } from 'node:timers/promises';
import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { checkErrorCode, errorName, isRetriable, KafkaError } from '../../../kafka/messages/errors.ts';
import { type ProducePartitionResponse, produce } from '../../../kafka/messages/produce.ts';
import { encodeBatch } from '../../../kafka/records/encode-batch.ts';
import type { NewRecord } from '../../../kafka/records/record.ts';
import type { ProducerSettings } from './producer-settings.ts';

/** An idempotent producer's id, from InitProducerId. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface SenderOptions {
  readonly topic: string;
  readonly partition: number;
  readonly cluster: ClusterClient;
  readonly settings: ProducerSettings;
  readonly identity: ProducerIdentity | undefined;
  readonly signal: AbortSignal;
  /** The present leader; with `again` after it was asked for anew. −1: none. */
  leader(again: boolean): Promise<number>;
}

/** Sends batches to one partition, one at a time, and repeats what may be repeated. */
export class PartitionSender {
  readonly #options: SenderOptions;
  #sequence = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** The offset of the first record, −1 with acks=0. `since` is when the batch began, of `performance.now()`. Throws `KafkaError`. */
  async send(records: readonly NewRecord[], since: number): Promise<number> {
    const { settings, identity, topic, partition } = this.#options;
    const batch = encodeBatch(records, {
      compression: settings.compression,
      ...(identity === undefined ? {} : { ...identity, baseSequence: this.#sequence }),
    });
    this.#sequence = (this.#sequence + records.length) % 2 ** 31;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#try(batch, attempt > 0);
      const code = answer === undefined ? 'NETWORK_EXCEPTION' : errorName(answer.errorCode);
      if (answer !== undefined && (code === 'NONE' || code === 'DUPLICATE_SEQUENCE_NUMBER'))
        return answer.baseOffset;
      const age = Math.round(performance.now() - since);
      if (age >= settings.deliveryTimeoutMs)
        throw new KafkaError(
          'REQUEST_TIMED_OUT',
          `Expiring ${records.length} record(s) for ${topic}-${partition}:${age} ms has passed since batch creation`,
        );
      if (!isRetriable(code) || attempt >= settings.retries)
        checkErrorCode(answer?.errorCode ?? new KafkaError(code).errorCode, answer?.errorMessage);
      await delay(settings.retryBackoffMs, undefined, { signal: this.#options.signal });
    }
  }

  /** Undefined if no answer came. */
  async #try(
    records: Buffer,
    again: boolean,
  ): Promise<Pick<ProducePartitionResponse, 'errorCode' | 'errorMessage' | 'baseOffset'> | undefined> {
    const { settings, cluster, topic, partition } = this.#options;
    const leader = await this.#options.leader(again);
    if (leader < 0) return undefined;
    const request = {
      acks: settings.acks,
      timeoutMs: settings.requestTimeoutMs,
      topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
    };
    try {
      const connection = await cluster.broker(leader);
      if (settings.acks === 0) {
        connection.send(produce, request);
        return { errorCode: 0, errorMessage: null, baseOffset: -1 };
      }
      const answer = await connection.call(produce, request, { timeoutMs: settings.requestTimeoutMs });
      return answer.responses[0]?.partitionResponses[0];
    } catch (error) {
      if (!(error instanceof KafkaClientError) || this.#options.signal.aborted) throw error;
      return undefined;
    }
  }
}
