import { ResponseReader } from '../../kubernetes/response-reader.ts';

/**
 * What a consumer's assignment says (ConsumerProtocolAssignment): its partitions by topic. Undefined for bytes that are none: the
 * members of other groups than those of consumers, such as Connect's, have assignments of their own.
 */
export function assignmentFrom(bytes: Buffer): ReadonlyMap<string, readonly number[]> | undefined {
  if (bytes.length === 0) return new Map();
  try {
    const reader = new ResponseReader(bytes);
    reader.int16(); // version
    return new Map(
      reader.list(() => {
        const topic = reader.string();
        const partitions = reader.list(() => reader.int32());
        return [topic, partitions.sort((a, b) => a - b)] as const;
      }),
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
