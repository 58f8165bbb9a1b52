import { afterEach, describe, expect, it } from 'vitest';
import type { WatchedEvent } from '../../../../source/embedded/zookeeper/client-api.ts';
import { FakeClock, serve, settle, until } from '../server-under-test.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function twoClients() {
  const clock = new FakeClock();
  const world = serve({ clock });
  cleanups.push(() => world.server.kill());
  const [owner, observer] = [await world.connect(6000), await world.connect(40_000)];
  await owner.create('/mine', Buffer.from('x'), { ephemeral: true });
  return { ...world, clock, owner, observer };
}

describe('a session', () => {
  it('expires after its timeout if its connection is dropped, its nodes go and watchers are notified', async () => {
    const { clock, owner, observer, log } = await twoClients();
    const events: WatchedEvent[] = [];
    await observer.exists('/mine', (event) => events.push(event));
    owner.drop();
    await settle();
    clock.pass(5900);
    await settle();
    expect(await observer.exists('/mine')).toBeDefined();
    clock.pass(1100);
    await until(() => events.length > 0, 'the watch');
    expect(events).toEqual([{ type: 'NodeDeleted', state: 'SyncConnected', path: '/mine' }]);
    expect(await observer.exists('/mine')).toBeUndefined();
    expect(log.at(-1)).toMatch(/INFO Expiring session 0x[0-9a-f]+, timeout of 6000ms exceeded/);
    await observer.close();
  });

  it('deletes its nodes at once when it is closed', async () => {
    const { owner, observer } = await twoClients();
    await owner.close();
    expect(await owner.closed).toBe('closed');
    expect(await observer.exists('/mine')).toBeUndefined();
    await observer.close();
  });

  it('does not expire while a request that would renew it waits to be read', async () => {
    const { clock, owner, observer, log } = await twoClients();
    // Within one turn, a sweep finds that the deadline has passed while unread bytes are on their way. The stream may deliver a request as
    // soon as it is written, so it is written after the sweep.
    clock.pass(6500);
    const pending = owner.exists('/mine');
    expect(await pending).toBeDefined();
    await settle();
    expect(log.some((line) => line.includes('Expiring'))).toBe(false);
    await Promise.all([owner.close(), observer.close()]);
  });

  it('does not expire because the process could not run for a minute', async () => {
    const { clock, owner, observer, log } = await twoClients();
    clock.stall(60_000);
    await settle();
    expect(log.some((line) => line.includes('Expiring'))).toBe(false);
    expect(await owner.exists('/mine')).toBeDefined();
    await Promise.all([owner.close(), observer.close()]);
  });

  it('is reported as expired when its client comes back', async () => {
    const { clock, owner, observer } = await twoClients();
    const events: WatchedEvent[] = [];
    await owner.getData('/mine', (event) => events.push(event));
    // The client is silent for longer than its timeout: its own pings run on the real clock.
    clock.pass(7000);
    expect(await owner.closed).toBe('expired');
    expect(events.at(-1)).toEqual({ type: 'None', state: 'Expired', path: null });
    await expect(owner.getData('/mine')).rejects.toMatchObject({ code: 'SESSIONEXPIRED' });
    await observer.close();
  });
});
