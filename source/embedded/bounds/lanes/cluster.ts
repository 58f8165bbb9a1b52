import { slicesOf } from '../slices.ts';

/** Turns of the loop for the cluster's own work. */
export const { inLaterTurn, nextTurn, mapInSlices, inSlices, inBatches, runInSlices, Pace } =
  slicesOf('cluster');
