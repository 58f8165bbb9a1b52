/** Replaces text that must differ from cluster to cluster with a placeholder. */
export function mask(text: string): string {
  return masks.reduce((masked, [pattern, stand]) => masked.replace(pattern, stand as string), text);
}

const masks: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  // Frames of a Java stack; its first line stays.
  [/^\tat .*\n/gm, ''],
  [/^\t\.\.\. \d+ more\n/gm, ''],
  [/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\]/g, '[time]'],
  [/TopicId: [\w-]{22}/g, 'TopicId: id'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'uuid'],
  [/console-consumer-\d+/g, 'console-consumer-number'],
  // A real log directory is a temporary one.
  [/"logDir":"[^"]*"/g, '"logDir":"directory"'],
  // The first replica of the first partition is random: what counts is that the first replica leads and all are in sync.
  [
    /Leader: (\d+)\tReplicas: ([\d,]+)\tIsr: ([\d,]+)/g,
    (_all, leader, replicas, isr) => replicasOf(leader!, replicas!, isr!),
  ],
  [
    /leader (\d+), replicas: ([\d,]+), isrs: ([\d,]+)/g,
    (_all, leader, replicas, isr) => replicasOf(leader!, replicas!, isr!),
  ],
  [/((?:127\.0\.0\.1|localhost|[\w-]+\.kafka-service\.[\w.]+):\d+,?)+/g, 'address'],
  [/zookeeper-service:\d+/g, 'address'],
  // Varints make a batch a byte longer when its messages were typed more slowly.
  [/"size":\d+/g, '"size":size'],
  // Which broker a client contacts, and which one leads, is the controller or comes first in a list, is random.
  [/\(from broker -?\d+: [^)]*\)/g, '(from a broker)'],
  [/^ {2}broker \d at address( \(controller\))?\n/gm, '  a broker\n'],
  [/\(broker \d\)/g, '(a broker)'],
  [/\/(?:127\.0\.0\.1|10\.244\.\d+\.\d+)\b/g, '/host'],
  // Columns are padded to the longest host name.
  [/^(\S+) +(COORDINATOR \(ID\)|address) +(?:\(\d\) +)?/gm, '$1 $2 '],
  [/^(GROUP .* CONSUMER-ID) +HOST +/gm, '$1 HOST '],
  // The connection messages of zookeeper-shell come from another thread, sometimes earlier, sometimes later.
  [/^Connecting to address\n|\nWATCHER::\n|\nWatchedEvent state:SyncConnected type:None path:null\n/gm, ''],
  [/"(timestamp|topic_id|id|host)":"[^"]*"/g, '"$1":"$1"'],
  [/"(port|brokerid)":\d+/g, '"$1":$1'],
];

function replicasOf(leader: string, replicas: string, isr: string): string {
  const ids = replicas.split(',');
  const inSync = isr.split(',');
  return `${ids.length} replicas, ${ids[0] === leader ? 'the first' : 'another'} leads, ${inSync.length} in sync`;
}
