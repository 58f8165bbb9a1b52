import { WireReader } from '../../../../kafka/bytes/reader.ts';
import { WireError } from '../../../../kafka/bytes/wire-error.ts';
import { WireWriter } from '../../../../kafka/bytes/writer.ts';
import type { Assignor, GroupSubscriber } from './assignor.ts';
import { type Assignment, keysOf, readPartitions, writePartitions } from './consumer-protocol.ts';
import { type Former, shareStickily } from './sticky-shares.ts';

const noGeneration = -1;

/** Members tell what they had in their user data, since the eager protocol has them give it up before they join. */
export function stickyAssignor(): Assignor {
  let last: { readonly assignment: Assignment; readonly generation: number } | undefined;
  let newest = noGeneration;
  return {
    name: 'sticky',
    cooperative: false,
    userData: () => (last === undefined ? null : encodeFormer(last.assignment, last.generation)),
    assigned(assignment, generation) {
      last = { assignment, generation };
    },
    assign(members, counts) {
      const { shares, generation } = shareStickily(members.map(formerOf), counts, newest);
      newest = generation;
      return shares;
    },
  };
}

// StickyAssignor user data v1 => previous_assignment [topic string, partitions [i32]], generation i32
function encodeFormer(assignment: Assignment, generation: number): Buffer {
  const writer = new WireWriter();
  writePartitions(writer, assignment);
  writer.int32(generation);
  return writer.finish();
}

/** As in Kafka, data that cannot be read counts as none. */
function formerOf(subscriber: GroupSubscriber): Former {
  const { userData } = subscriber;
  const nothing = { subscriber, partitions: [], generation: undefined };
  if (userData === null) return nothing;
  try {
    const reader = new WireReader(userData);
    const partitions = keysOf(readPartitions(reader));
    return { subscriber, partitions, generation: reader.remaining >= 4 ? reader.int32() : noGeneration };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return nothing;
  }
}
