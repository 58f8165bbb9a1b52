import { consumerAfter } from '../../lab/model/consumer-swap.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import type { EventStream } from '../event-stream.ts';

/** Which consumer the session's commands deployed last: for a client that does not say itself which one it is. */
export class DeployedConsumer {
  #latest: 'partition' | 'group' | undefined;

  constructor(stream: EventStream, facts: LabFacts) {
    stream.subscribe((event) => {
      if (event.type === 'command-started') this.#latest = consumerAfter(event.line, facts) ?? this.#latest;
    });
  }

  get latest(): 'partition' | 'group' | undefined {
    return this.#latest;
  }
}
