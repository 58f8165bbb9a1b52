import { quoteForShell } from '../../text/quote-for-shell.ts';

export interface KafkaNames {
  /** Undefined: that of the kubeconfig, also of the user's own. */
  readonly namespace?: string | undefined;
  /** Undefined: the current one of the kubeconfig, also of the user's own. */
  readonly context?: string | undefined;
  /** `kafka-0` or `deploy/kafka-1` */
  readonly brokerPod: string;
  readonly brokerPort: number;
  readonly zookeeperPod: string;
  readonly zookeeperPort: number;
}

/** The command lines that the views stand for. */
export class KafkaCommands {
  readonly #names: KafkaNames;

  constructor(names: KafkaNames) {
    this.#names = names;
  }

  brokers(): string {
    return this.#kafka('kafka-broker-api-versions');
  }

  logDirs(broker: number): string {
    return this.#kafka('kafka-log-dirs', '--describe', '--broker-list', String(broker));
  }

  topics(): string {
    return this.#kafka('kafka-topics', '--describe');
  }

  topic(name: string): string {
    return this.#kafka('kafka-topics', '--describe', '--topic', name);
  }

  groups(): string {
    return this.#kafka('kafka-consumer-groups', '--describe', '--all-groups', '--state');
  }

  group(id: string): string {
    return this.#kafka('kafka-consumer-groups', '--describe', '--group', id);
  }

  groupMembers(id: string): string {
    return this.#kafka('kafka-consumer-groups', '--describe', '--group', id, '--members', '--verbose');
  }

  messages(topic: string, partition: number, offset: number, most: number): string {
    const where = ['--topic', topic, '--partition', String(partition), '--offset', String(offset)];
    return this.#consumer(
      ...where,
      '--max-messages',
      String(most),
      ...printing('offset', 'timestamp', 'headers', 'key'),
    );
  }

  /** From the start of all partitions, or only those that come from now on; the tool does not order them by time. */
  allMessages(topic: string, from: 'start' | 'new'): string {
    const start = from === 'start' ? ['--from-beginning'] : [];
    return this.#consumer('--topic', topic, ...start, ...printing('partition', 'offset', 'timestamp', 'key'));
  }

  /** Publishes one message; without a key if that is empty. */
  produce(topic: string, key: string, value: string): string {
    const { brokerPod, brokerPort } = this.#names;
    const echo =
      key === ''
        ? `printf '%s\\n' ${quoteForShell(value)}`
        : `printf '%s\\t%s\\n' ${quoteForShell(key)} ${quoteForShell(value)}`;
    const producer = `kafka-console-producer --bootstrap-server localhost:${brokerPort} --topic ${quoteForShell(topic)}`;
    const keyed = key === '' ? '' : ' --property parse.key=true';
    return `${this.#exec(brokerPod)} sh -c ${quoteForShell(`${echo} | ${producer}${keyed}`)}`;
  }

  children(path: string): string {
    return this.#zooKeeper('ls', path);
  }

  znode(path: string): string {
    return this.#zooKeeper('get', '-s', path);
  }

  #consumer(...words: readonly string[]): string {
    return this.#kafka('kafka-console-consumer', ...words);
  }

  #exec(pod: string): string {
    const { context, namespace } = this.#names;
    const where = context === undefined ? '' : ` --context ${quoteForShell(context)}`;
    return `kubectl exec${where}${namespace === undefined ? '' : ` -n ${quoteForShell(namespace)}`} ${pod} --`;
  }

  #kafka(tool: string, ...words: readonly string[]): string {
    const { brokerPod, brokerPort } = this.#names;
    const rest = words.map(quoteForShell).join(' ');
    return `${this.#exec(brokerPod)} ${tool} --bootstrap-server localhost:${brokerPort} ${rest}`.trimEnd();
  }

  #zooKeeper(...words: readonly string[]): string {
    const { zookeeperPod, zookeeperPort } = this.#names;
    return `${this.#exec(zookeeperPod)} zookeeper-shell localhost:${zookeeperPort} ${words.map(quoteForShell).join(' ')}`;
  }
}

const printing = (...parts: readonly string[]): string[] =>
  parts.flatMap((part) => ['--property', `print.${part}=true`]);
