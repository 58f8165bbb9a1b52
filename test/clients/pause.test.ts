import { expect, it } from 'vitest';
import { pause } from '../../source/clients/pause.ts';

it('ends early with its signal, and hides no other error', async () => {
  const stop = new AbortController();
  const waiting = pause(60_000, stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(pause('soon' as never, 'no signal' as never)).rejects.toThrow(TypeError);
});
