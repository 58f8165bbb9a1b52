import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGreeting, encodeGreeting } from '../../../../source/embedded/zookeeper/quorum/greeting.ts';
import { EnsembleUnderTest } from '../ensemble-under-test.ts';

describe('a greeting', () => {
  it('has these bytes', () => {
    const bytes = encodeGreeting({ id: 3, token: Buffer.alloc(16, 0xab) });
    expect(bytes.toString('hex')).toBe(`5a4b514c0000000000000003${'ab'.repeat(16)}`);
  });

  it('is decoded as it was encoded, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 48 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (id, raw) => {
          const token = Buffer.from(raw);
          expect(decodeGreeting(encodeGreeting({ id, token }))).toEqual({ id, token });
        },
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (raw) => {
        expect(decodeGreeting(Buffer.from(raw))).toBeUndefined();
      }),
    );
  });

  it('with a forged token, or any other bytes, costs only the connection', async () => {
    const ensemble = new EnsembleUnderTest(3);
    for (const id of [1, 2, 3]) ensemble.start(id);
    const poll = { interval: 20, timeout: 5000 };
    await expect.poll(() => ensemble.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
    for (const bytes of [encodeGreeting({ id: 2, token: Buffer.alloc(16, 7) }), Buffer.alloc(100_000, 1)]) {
      const stream = await ensemble.network.connect('host', '10.244.1.1', 3888);
      stream.on('error', () => undefined).resume();
      const closed = new Promise((resolve) => stream.on('close', resolve));
      stream.write(bytes);
      await closed;
    }
    expect(await ensemble.modes(1, 2, 3)).toEqual(['follower', 'follower', 'leader']);
    ensemble.close();
  });
});
