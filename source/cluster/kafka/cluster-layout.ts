import { LabError } from '../../errors/lab-error.ts';
import type { PartitionSeen } from '../../lab/model/observations.ts';
import { nearestName } from '../../text/nearest-name.ts';
import {
  type BrokerAddress,
  decodeTopicsResponse,
  encodeTopicsRequest,
  type TopicsAnswer,
} from '../kubernetes/topics-request.ts';
import { unlessAborted } from '../kubernetes/unless-aborted.ts';
import type { BrokerLinks } from './broker-links.ts';

/** An answer is good for that long: keys that follow each other need not ask again. */
const freshMs = 1_000;

/** Which brokers and topics there are, and who leads what. */
export class ClusterLayout {
  readonly #links: BrokerLinks;
  readonly #now: () => number;
  /** The links give up a question by themselves, after some seconds or when they are closed. */
  readonly #never = new AbortController().signal;
  #known: { readonly at: number; readonly answer: Promise<TopicsAnswer> } | undefined;

  constructor(links: BrokerLinks, now: () => number = () => performance.now()) {
    this.#links = links;
    this.#now = now;
  }

  /** @throws LabError: no broker runs, or none answers */
  read(signal: AbortSignal): Promise<TopicsAnswer> {
    if (this.#known !== undefined && this.#now() - this.#known.at < freshMs)
      return unlessAborted(this.#known.answer, signal);
    const form = { encode: encodeTopicsRequest, decode: decodeTopicsResponse };
    // Not given up with the caller, who may be a view that closes: the next one waits for the same answer.
    const answer = this.#links.askAny(form, this.#never);
    const known = { at: this.#now(), answer };
    this.#known = known;
    answer.catch(() => {
      if (this.#known === known) this.forget();
    });
    return unlessAborted(answer, signal);
  }

  /** The next question is asked anew: a leader has moved. */
  forget(): void {
    this.#known = undefined;
  }

  /** @throws LabError: there is no such topic */
  async partitionsOf(topic: string, signal: AbortSignal): Promise<readonly PartitionSeen[]> {
    const { topics } = await this.read(signal);
    const found = topics.find(({ name }) => name === topic);
    if (found !== undefined) return found.partitions;
    this.forget();
    throw noSuchTopic(
      topic,
      topics.map(({ name }) => name),
    );
  }

  /** @throws LabError: there is no such partition, or it has no leader */
  async leaderOf(
    topic: string,
    partition: number,
    signal: AbortSignal,
  ): Promise<{ readonly leader: BrokerAddress; readonly partitions: number }> {
    const partitions = await this.partitionsOf(topic, signal);
    const found = partitions.find((each) => each.partition === partition);
    if (found === undefined)
      throw new LabError('cluster', `\`${topic}\` has no partition \`${partition}\``, {
        hint: `it has ${partitions.length}, from 0 on`,
      });
    const { brokers } = await this.read(signal);
    const leader = brokers.find(({ id }) => id === found.leader);
    if (leader === undefined) {
      this.forget();
      throw new LabError('cluster', `partition ${partition} of \`${topic}\` has no leader`, {
        hint: 'its messages can be read again when a broker leads it',
      });
    }
    return { leader, partitions: partitions.length };
  }
}

export function noSuchTopic(topic: string, names: readonly string[]): LabError {
  const near = nearestName(topic, names);
  return new LabError('cluster', `there is no topic \`${topic}\``, {
    hint: near === undefined ? '`:topics` lists those there are' : `did you mean \`${near}\`?`,
  });
}
