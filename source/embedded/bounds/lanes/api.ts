import { slicesOf } from '../slices.ts';

/** Turns of the loop for who asks the API server. */
export const { inLaterTurn, inTurnOfItsOwn, nextTurn, inSlices, Pace } = slicesOf('api');
