import { slicesOf } from '../slices.ts';

/** Turns of the loop for the requests of ZooKeeper clients. */
export const { inLaterTurn, runInSlices } = slicesOf('zookeeper');
