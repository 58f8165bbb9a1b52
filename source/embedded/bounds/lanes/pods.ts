import { slicesOf } from '../slices.ts';

/** Turns of the loop for the programs that run in pods. */
export const { nextTurn, inSlices, runInSlices } = slicesOf('pods');
