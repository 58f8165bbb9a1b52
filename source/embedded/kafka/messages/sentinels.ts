/**
 * Values that mean "none" in several messages, named as in Kafka's `RecordBatch`, `MetadataResponse` and `OffsetsForLeaderEpochResponse`.
 * Sentinels of one message are defined beside it.
 */

/** No offset: nothing was found, appended or committed. */
export const noOffset = -1;

/** No timestamp (ms). */
export const noTimestamp = -1;

/** The leader epoch is not known, or the client does not check it. */
export const noLeaderEpoch = -1;

/** The batch or response has no producer id: the producer is not idempotent. */
export const noProducerId = -1;
export const noProducerEpoch = -1;

/** No such broker, as a broker id. */
export const noNode = -1;
export const noPort = -1;

/** The client is not a member of the group: it commits independently. */
export const noGeneration = -1;

/** `replicaId` of a consumer; a follower sends its broker id. */
export const consumerReplica = -1;

/** `authorizedOperations`, an int32 bit field: not requested, or unknown (KIP-430). */
export const noAuthorizedOperations = -0x8000_0000;
