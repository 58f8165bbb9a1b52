import { LabError } from '../../errors/lab-error.ts';
import type { ApiClient, KubeconfigRef } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { ApiConnection } from '../kubernetes/api-connection.ts';
import { createKafkaPlaces, type KafkaNames, type ObservedNames } from '../kubernetes/kafka-places.ts';
import { listPods } from '../kubernetes/observe-objects.ts';
import { BrokerLinks } from './broker-links.ts';
import { browseAllMessages } from './browse-all-messages.ts';
import { browseAllWithTools } from './browse-all-with-tools.ts';
import { browseGroup, browseGroups } from './browse-groups.ts';
import { browseMessages } from './browse-messages.ts';
import { browseBrokers, browsePartitions, browseTopics } from './browse-topics.ts';
import { browseWithTools } from './browse-with-tools.ts';
import type { KafkaBrowser } from './browser.ts';
import { ClusterLayout } from './cluster-layout.ts';
import { podsOfMembers } from './pods-of-members.ts';
import { readZnodes } from './znodes.ts';

export interface KafkaBrowserOptions extends KubeconfigRef, KafkaNames {
  readonly facts: KafkaNames['facts'] & Pick<ObservedNames, 'zookeeperPort'>;
}

/** Kafka over the port-forward; where these credentials may not open one (403), over the tools in the brokers' pods from then on. */
export function createKafkaBrowser(options: KafkaBrowserOptions): KafkaBrowser {
  const closing = new AbortController();
  const connection = new ApiConnection(options, closing.signal);
  const api = (): Promise<ApiClient> => connection.get();
  const places = createKafkaPlaces(api, options, closing.signal);
  let denied = false;
  const links = new BrokerLinks({
    seeds: places.seeds,
    async open(host, port) {
      try {
        return await places.open(host, port);
      } catch (error) {
        if (error instanceof ApiStatusError && error.code === 403) denied = true;
        throw error;
      }
    },
  });
  const layout = new ClusterLayout(links);
  const tools = browseWithTools(places.run, options.facts.brokerPort);

  async function ask<T>(direct: () => Promise<T>, withTools: () => Promise<T>): Promise<T> {
    if (denied) return withTools();
    try {
      return await direct();
    } catch (error) {
      if (!denied) throw error;
      return withTools();
    }
  }

  return {
    get usesTools() {
      return denied;
    },
    brokers: (signal) =>
      ask(
        () => browseBrokers(links, layout, signal),
        () => tools.brokers(signal),
      ),
    topics: (signal) =>
      ask(
        () => browseTopics(links, layout, signal),
        () => tools.topics(signal),
      ),
    partitions: (which, signal) =>
      ask(
        () => browsePartitions(links, layout, which, signal),
        () => tools.partitions(which, signal),
      ),
    groups: (signal) =>
      ask(
        () => browseGroups(links, layout, signal),
        () => tools.groups(signal),
      ),
    async group(id, signal) {
      const view = await ask(
        () => browseGroup(links, layout, id, signal),
        () => tools.group(id, signal),
      );
      return podsOfMembers(view, async () => listPods(await api(), options.namespace, signal));
    },
    messages: (question, signal) =>
      ask(
        () => browseMessages(links, layout, question, signal),
        () => tools.messages(question, signal),
      ),
    allMessages: (question, signal) =>
      ask(
        () => browseAllMessages(links, layout, question, signal),
        () => browseAllWithTools(tools, question, signal),
      ),
    async znodes(path, signal) {
      const { namespace, facts } = options;
      const pod = await places.zookeeperPod();
      return readZnodes(await api(), { namespace, pod, port: facts.zookeeperPort }, path, signal);
    },
    close() {
      closing.abort(new LabError('cluster', 'the view is closed'));
      links.close();
      void connection.close();
    },
  };
}
