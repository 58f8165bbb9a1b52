import { slicesOf } from '../slices.ts';

/** Turns of the loop for the requests of Kafka clients. */
export const { inLaterTurn, nextTurn, mapInSlices, inSlices, runInSlices, Pace } = slicesOf('kafka');
