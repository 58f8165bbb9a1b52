import type { LiveBroker } from '../../controller/cluster-image.ts';
import { noNode } from '../../messages/sentinels.ts';
import type { Address, RequestContext } from './request-context.ts';

/** The live brokers reachable through this listener, by id. */
export function liveAddresses(context: RequestContext): (Address & { readonly broker: LiveBroker })[] {
  const found: (Address & { broker: LiveBroker })[] = [];
  for (const broker of context.broker.cluster.image.brokers.values()) {
    const address = context.addressOf(broker);
    if (address) found.push({ broker, ...address });
  }
  return found.sort((left, right) => left.broker.id - right.broker.id);
}

/** The controller's id if that broker is live, else {@link noNode}: clients look the id up in the broker list. */
export function liveController(context: RequestContext): number {
  const { image } = context.broker.cluster;
  return image.brokers.has(image.controllerId) ? image.controllerId : noNode;
}
