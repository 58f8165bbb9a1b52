import { expect, test } from 'vitest';
import { digestOf } from '../../../../source/embedded/zookeeper/server/identities.ts';
import { EnsembleUnderTest } from '../ensemble-under-test.ts';
import { serve } from '../server-under-test.ts';

const mine = [{ permissions: 31, scheme: 'auth', id: '' }];

test('a client keeps its identity at its next server', async () => {
  const ensemble = new EnsembleUnderTest(3);
  for (const id of [1, 2, 3]) ensemble.start(id);
  const poll = { interval: 20, timeout: 5000 };
  await expect.poll(() => ensemble.modes(1, 2, 3), poll).toEqual(['follower', 'follower', 'leader']);
  const client = await ensemble.connect([1, 2]);
  client.addAuth('digest', Buffer.from('u:p'));
  await client.createNode('/mine', Buffer.from('x'), { flags: 0, acl: mine });
  ensemble.stop(1);
  await expect.poll(() => client.getData('/mine').catch(() => undefined), poll).toBeDefined();
  expect((await client.getAcl('/mine')).acl).toEqual([
    { permissions: 31, scheme: 'digest', id: digestOf('u:p') },
  ]);
  await client.close();
  ensemble.close();
});

test('requests of a client that fails to authenticate fail with AUTHFAILED', async () => {
  const { connect, server } = serve();
  const client = await connect();
  client.addAuth('sasl', Buffer.from('x'));
  await expect(client.exists('/')).rejects.toMatchObject({ code: 'AUTHFAILED' });
  await expect(client.exists('/')).rejects.toMatchObject({ code: 'AUTHFAILED' });
  server.kill();
});
