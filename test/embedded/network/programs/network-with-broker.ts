import { connect } from 'node:net';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';

export const broker = {
  ip: '10.244.1.2',
  name: 'kafka-0',
  host: 'kafka-0.kafka-service.default.svc.cluster.local',
};
export const client = { ip: '10.244.2.2', namespace: 'default', hostname: 'consumer' };

/** A network with a pod `kafka-0` behind the headless `kafka-service`. It sends each client that client's address and closes. */
export function networkWithBroker() {
  const network = new InProcessNetwork();
  network.attach({ ip: broker.ip, name: broker.name, hostname: broker.name, namespace: 'default' });
  network.attach({ ip: client.ip, name: 'consumer', hostname: 'consumer', namespace: 'default' });
  const publish = (...hostnames: string[]) =>
    network.setService({
      namespace: 'default',
      name: 'kafka-service',
      clusterIP: undefined,
      ports: [],
      endpoints: hostnames.map((hostname) => ({ ip: broker.ip, hostname, ready: true })),
    });
  publish(broker.name);
  const listener = network.listen(broker.ip, 9092, (connection, peer) => {
    connection.on('error', () => {});
    const told = peer.reach?.(broker.host, 9092);
    connection.end(`from ${peer.ip}${told === undefined ? '' : ` at ${told.host}:${told.port}`}`);
  });
  return { network, listener, publish };
}

/** What the server at an address sends, or the code of the error. */
export function hear(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect({ host, port });
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve(heard));
  });
}
