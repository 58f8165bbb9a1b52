import type { Controller } from '../../controller/controller.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { BrokerContext } from './request-context.ts';

/** The controller, if this broker is it: admin clients send topic changes only to the controller. */
export function requireController(broker: BrokerContext): Controller {
  const { controller } = broker.cluster;
  if (!controller?.active || controller.brokerId !== broker.id)
    throw new KafkaError('NOT_CONTROLLER', 'This is not the correct controller for this cluster.');
  return controller;
}
