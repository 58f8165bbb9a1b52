import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';

function networkWithTwoPods(): InProcessNetwork {
  const network = new InProcessNetwork();
  network.attach({ ip: '10.244.1.2', name: 'a', namespace: 'default', hostname: 'a' });
  network.attach({ ip: '10.244.1.3', name: 'b', namespace: 'default', hostname: 'b' });
  return network;
}

describe('the pod network', () => {
  it('carries bytes both ways and closes cleanly', async () => {
    const network = networkWithTwoPods();
    network.listen('10.244.1.2', 80, (connection) => connection.pipe(connection));
    const connection = await network.connect('10.244.1.3', '10.244.1.2', 80);
    const closed = once(connection, 'close');
    connection.end('hello');
    const [data] = (await once(connection, 'data')) as [Buffer];
    expect(data.toString()).toBe('hello');
    await closed;
  });

  it('resolves localhost to the pod itself', async () => {
    const network = networkWithTwoPods();
    network.listen('10.244.1.2', 80, (connection) => connection.resume());
    await expect(network.connect('10.244.1.2', 'localhost', 80)).resolves.toBeDefined();
    await expect(network.connect('10.244.1.3', 'localhost', 80)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('resolves the full name of a pod to itself before it is ready', async () => {
    const network = networkWithTwoPods();
    const ip = '10.244.1.4';
    network.attach({ ip, name: 'c-0', namespace: 'default', hostname: 'c-0', subdomain: 'c' });
    network.listen(ip, 80, (connection) => connection.resume());
    const full = 'c-0.c.default.svc.cluster.local';
    await expect(network.connect(ip, full, 80)).resolves.toBeDefined();
    await expect(network.connect(ip, 'c-0.c', 80)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(network.connect('10.244.1.2', full, 80)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it.each([
    ['no.such.name', 'ENOTFOUND'],
    ['10.244.1.2', 'ECONNREFUSED'],
    ['10.244.9.9', 'EHOSTUNREACH'],
  ])('fails for %s with %s', async (host, code) => {
    await expect(networkWithTwoPods().connect('10.244.1.3', host, 81)).rejects.toMatchObject({ code });
  });

  it('breaks the connections of a deleted pod', async () => {
    const network = networkWithTwoPods();
    let far: Duplex | undefined;
    network.listen('10.244.1.2', 80, (connection) => {
      far = connection;
    });
    const near = await network.connect('10.244.1.3', '10.244.1.2', 80);
    const broken = once(near, 'error');
    network.detach('10.244.1.2');
    expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(far?.destroyed).toBe(true);
    await expect(network.connect('10.244.1.3', '10.244.1.2', 80)).rejects.toMatchObject({
      code: 'EHOSTUNREACH',
    });
  });

  it('routes a cluster IP to a ready endpoint at the target port', async () => {
    const network = networkWithTwoPods();
    network.setService({
      namespace: 'default',
      name: 'web',
      clusterIP: '10.96.0.7',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
      endpoints: [
        { ip: '10.244.1.3', ready: false },
        { ip: '10.244.1.2', ready: true },
      ],
    });
    const served = new Promise((resolve) => network.listen('10.244.1.2', 8080, resolve));
    await network.connect('10.244.1.3', 'web', 80);
    await served;
  });

  it('refuses connections to a cluster IP without ready endpoints, instead of having no route to it', async () => {
    const network = networkWithTwoPods();
    network.setService({
      namespace: 'default',
      name: 'web',
      clusterIP: '10.96.0.7',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
      endpoints: [{ ip: '10.244.1.3', ready: false }],
    });
    await expect(network.connect('10.244.1.3', 'web', 80)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
