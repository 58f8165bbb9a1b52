import { slicesOf } from '../slices.ts';

/** Turns of the loop for bodies of requests that go on: whoever asks for something small does not wait for them. */
export const { inTurnOfItsOwn } = slicesOf('uploads');
