import { expect, it } from 'vitest';
import { nextEpoch } from '../../../../../source/embedded/kafka/broker/fetch-sessions/fetch-session.ts';

it('ended a session after 2,147,483,647 requests, or began another with the one after', () => {
  expect(nextEpoch(1)).toBe(2);
  expect(nextEpoch(0x7fff_ffff)).toBe(1);
});
