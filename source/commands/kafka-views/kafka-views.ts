import type { KafkaBrowser } from '../../cluster/kafka/browser.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { ManifestFacts } from '../../manifests/read-facts.ts';
import type { View, Views } from '../../ui/views/view.ts';
import { KafkaCommands } from './kafka-commands.ts';
import type { KafkaContext } from './kafka-context.ts';
import { NamesSeen } from './names-seen.ts';
import { kafkaViewNames, kafkaViewOf, otherKafkaViewNames } from './view-names.ts';

export interface KafkaViewsOptions extends Omit<KafkaContext, 'browser' | 'commands' | 'seen'> {
  readonly cluster: Cluster;
  readonly facts: () => ManifestFacts;
}

/** The views of the lab's Kafka. The code for it is loaded with the first one. */
export function kafkaViews(options: KafkaViewsOptions): Views & { close(): void } {
  const { cluster, facts } = options;
  let opened: Promise<KafkaBrowser> | undefined;
  const seen = new NamesSeen();
  const drop = (): void => {
    const before = opened;
    opened = undefined;
    void before?.then((browser) => browser.close(), ifExpected(undefined));
  };
  const forget = cluster.onState((state) => {
    if (state !== 'ready' && state !== 'silent') drop();
  });

  async function openBrowser(): Promise<KafkaBrowser> {
    const { createKafkaBrowser } = await import('../../cluster/kafka/create-kafka-browser.ts');
    const { lab, brokerPort, zookeeperPort } = facts();
    const { zookeeperPod, brokerPod, brokerDeployments } = lab;
    return createKafkaBrowser({
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      namespace: cluster.namespace,
      facts: {
        zookeeperPod,
        zookeeperPort,
        brokerPod,
        brokerPort,
        ...(brokerDeployments === undefined
          ? {}
          : { brokerSelectors: brokerDeployments.map(({ selector }) => selector) }),
      },
    });
  }

  return {
    names: () => kafkaViewNames,
    otherNames: () => otherKafkaViewNames,
    arguments: () => seen.all(facts().lab.topic),
    async open(typed, argument): Promise<View | undefined> {
      const name = kafkaViewOf(typed);
      if (name === undefined) return undefined;
      if (cluster.state !== 'ready' && cluster.state !== 'silent')
        throw new LabError('cluster', 'the cluster is not running yet', { hint: 'step 1.1 starts it' });
      opened ??= openBrowser();
      const { openKafkaView } = await import('./open-kafka-view.ts');
      const { lab, brokerPort, zookeeperPort } = facts();
      const { brokerPod, zookeeperPod } = lab;
      const commands = new KafkaCommands({
        ...(cluster.needsNamespace ? { namespace: cluster.namespace } : {}),
        ...(cluster.needsContext ? { context: cluster.context } : {}),
        brokerPod,
        brokerPort,
        zookeeperPod,
        zookeeperPort,
      });
      const context = { ...options, browser: await opened, commands, seen };
      return openKafkaView(name, argument, context, lab.topic);
    },
    close() {
      forget();
      drop();
    },
  };
}
