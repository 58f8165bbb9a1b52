/** The views of Kafka, and what else each may be called after `:`. */
const names = {
  brokers: ['broker'],
  topics: ['topic'],
  groups: ['group'],
  messages: ['message', 'msg'],
  zk: ['zookeeper', 'znodes'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type KafkaViewName = keyof typeof names;

export const kafkaViewNames = Object.keys(names) as readonly KafkaViewName[];

export const otherKafkaViewNames: readonly string[] = Object.values(names).flat();

export const namesOfView = (view: KafkaViewName): readonly string[] => [view, ...names[view]];

/** Undefined: there is no such view. */
export function kafkaViewOf(name: string): KafkaViewName | undefined {
  return kafkaViewNames.find((each) => each === name || (names[each] as readonly string[]).includes(name));
}
