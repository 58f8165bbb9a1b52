import type { RequestForm } from '../../kubernetes/broker-connection.ts';
import { ResponseReader } from '../../kubernetes/response-reader.ts';
import { assignmentFrom } from './assignment.ts';
import { requestHead } from './request-writer.ts';

/**
 * ListGroups (key 16), DescribeGroups (15), FindCoordinator (10), each in version 0, and OffsetFetch (9) in version 2. None of them changes
 * a group, or makes one.
 */

interface Answer {
  readonly correlationId: number;
  readonly error: number;
}

/** The groups that the broker coordinates. */
export function listGroups(): RequestForm<Answer & { readonly groups: readonly string[] }> {
  return {
    encode: (correlationId) => requestHead(16, 0, correlationId).finish(),
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      const correlationId = reader.int32();
      const error = reader.int16();
      const groups = reader.list(() => {
        const id = reader.string();
        reader.string(); // type of protocol
        return id;
      });
      return { correlationId, error, groups };
    },
  };
}

export interface DescribedGroup {
  readonly id: string;
  readonly error: number;
  readonly state: string;
  /** `consumer`, `connect` */
  readonly type: string;
  /** How partitions are assigned: `range`. */
  readonly protocol: string;
  readonly members: readonly DescribedMember[];
}

export interface DescribedMember {
  readonly id: string;
  readonly clientId: string;
  readonly host: string;
  /** By topic; undefined where the assignment is not one of partitions. */
  readonly assigned: ReadonlyMap<string, readonly number[]> | undefined;
}

export function describeGroups(
  ids: readonly string[],
): RequestForm<{ readonly correlationId: number; readonly groups: readonly DescribedGroup[] }> {
  return {
    encode(correlationId) {
      const writer = requestHead(15, 0, correlationId);
      writer.list(ids, (id) => writer.string(id));
      return writer.finish();
    },
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      const correlationId = reader.int32();
      const groups = reader.list((): DescribedGroup => {
        const error = reader.int16();
        const id = reader.string();
        const state = reader.string();
        const type = reader.string();
        const protocol = reader.string();
        const members = reader.list((): DescribedMember => {
          const memberId = reader.string();
          const clientId = reader.string();
          const host = reader.string();
          reader.bytes(); // metadata
          return { id: memberId, clientId, host, assigned: assignmentFrom(reader.bytes()) };
        });
        return { id, error, state, type, protocol, members };
      });
      return { correlationId, groups };
    },
  };
}

/** Which broker coordinates a group. A broker may create the topic that holds groups: ask for groups that exist. */
export function findCoordinator(group: string): RequestForm<Answer & { readonly broker: number }> {
  return {
    encode: (correlationId) => requestHead(10, 0, correlationId).string(group).finish(),
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      return { correlationId: reader.int32(), error: reader.int16(), broker: reader.int32() };
    },
  };
}

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  /** -1: none. */
  readonly offset: number;
}

/** All that a group has committed. */
export function fetchCommitted(
  group: string,
): RequestForm<Answer & { readonly committed: readonly CommittedOffset[] }> {
  return {
    // No list of topics: all of them.
    encode: (correlationId) => requestHead(9, 2, correlationId).string(group).int32(-1).finish(),
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      const correlationId = reader.int32();
      const byTopic = reader.list(() => {
        const topic = reader.string();
        return reader.list((): CommittedOffset => {
          const partition = reader.int32();
          const offset = reader.int64();
          reader.string(); // metadata
          reader.int16(); // error of the partition
          return { topic, partition, offset };
        });
      });
      return { correlationId, committed: byTopic.flat(), error: reader.int16() };
    },
  };
}
