import type { KafkaConfig } from './kafka-config.ts';
import type { EndPoint } from './settings/end-points.ts';
import { JavaException } from './settings/java-exception.ts';

/** The listeners that the embedded broker does not serve, since it speaks plain text only: name → what its log says of it. */
export function closedListeners(config: KafkaConfig): Map<string, string> {
  const secure = config.listeners.filter(({ protocol }) => protocol !== 'PLAINTEXT');
  return new Map(secure.map((listener) => [listener.name, whyClosed(listener)]));
}

function whyClosed({ name, host, port, protocol }: EndPoint): string {
  return (
    `Listener ${name} on ${host === '' ? '0.0.0.0' : host}:${port} stays closed: the embedded broker does not serve ${protocol}. ` +
    'Use a listener of PLAINTEXT, or run the lab with `--cluster kind`.'
  );
}

/** A broker that could not talk to the others ends instead. Throws JavaException. */
export function requirePlainListener(config: KafkaConfig): void {
  const { name, protocol } = config.interBroker;
  if (protocol === 'PLAINTEXT') return;
  throw new JavaException(
    'java.lang.UnsupportedOperationException',
    `the embedded broker does not serve ${protocol}, the protocol of listener ${name}, which brokers use among themselves: ` +
      'make it PLAINTEXT in listener.security.protocol.map and advertised.listeners, or run the lab with `--cluster kind`',
  );
}
