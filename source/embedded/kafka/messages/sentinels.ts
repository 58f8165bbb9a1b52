/**
 * Numbers that stand for "none" in several messages, under the names of Kafka's `RecordBatch`, `MetadataResponse` and
 * `OffsetsForLeaderEpochResponse`. Those of one message alone stand beside it.
 */

/** No offset: nothing was found, appended or committed. */
export const noOffset = -1;

/** No timestamp (ms). */
export const noTimestamp = -1;

/** The leader epoch is not known, or the client does not check it. */
export const noLeaderEpoch = -1;

/** The batch or the answer has no producer id: the producer is not idempotent. */
export const noProducerId = -1;
export const noProducerEpoch = -1;

/** No such broker, as a broker id. */
export const noNode = -1;
export const noPort = -1;

/** The client is not a member of the group: it commits on its own. */
export const noGeneration = -1;

/** `replicaId` of a consumer; a follower gives its broker id. */
export const consumerReplica = -1;

/** `authorizedOperations`, a bit field of int32: they were not asked for, or are not known (KIP-430). */
export const noAuthorizedOperations = -0x8000_0000;
