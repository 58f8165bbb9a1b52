import type { Controller } from '../../controller/controller.ts';
import { handOverTimeoutMs, settledWithin } from './settled-within.ts';

/** Asks the controller to move leadership off a stopping broker. Settles when leaders have moved or on timeout. */
export async function handOverLeadership(options: {
  readonly brokerId: number;
  readonly controller: Controller;
  readonly now: () => number;
  readonly log: (level: 'INFO' | 'WARN', message: string) => void;
}): Promise<void> {
  const { brokerId, controller, now, log } = options;
  log('INFO', 'Starting controlled shutdown');
  const began = now();
  const remaining = await settledWithin(controller.controlledShutdown(brokerId), handOverTimeoutMs);
  const took = now() - began;
  if (remaining !== undefined)
    log('INFO', `Controlled shutdown request returned successfully after ${took}ms`);
  else log('WARN', 'Proceeding to do an unclean shutdown as the controlled shutdown failed');
}
