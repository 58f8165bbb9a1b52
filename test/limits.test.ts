import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { maxDecompressedBytes } from '../source/compression/bytes/expanding-buffer.ts';
import { mostHeldBytes } from '../source/embedded/bounds/held-bytes.ts';
import { mostConnections } from '../source/embedded/bounds/open-connections.ts';
import { sliceMs } from '../source/embedded/bounds/slices.ts';
import {
  mostBytes as mostFileBytes,
  mostNodes,
} from '../source/embedded/containers/shell/files/file-quota.ts';
import { longestMachineFile } from '../source/embedded/containers/shell/files/machine-files.ts';
import { maxDepth, mostCaptured } from '../source/embedded/containers/shell/interpreter/shell-state.ts';
import { mostWords } from '../source/embedded/containers/shell/language/braces.ts';
import { longestWord, mostFields } from '../source/embedded/containers/shell/language/expand.ts';
import { mostCharacters, mostElements } from '../source/embedded/containers/shell/language/variables.ts';
import { mostProcesses } from '../source/embedded/containers/shell/processes.ts';
import { mostElements as mostAwkElements } from '../source/embedded/containers/shell/programs/awk/memory.ts';
import { mostLines } from '../source/embedded/containers/shell/programs/text/sort.ts';
import { mostInstructions } from '../source/embedded/containers/shell/regular-expression/compile.ts';
import { maxScriptLength } from '../source/embedded/containers/shell/syntax/parser.ts';
import {
  mostRequestBytes,
  mostRequestElements,
} from '../source/embedded/kafka/broker/connections/connection.ts';
import { manyElements } from '../source/embedded/kafka/broker/connections/encode-response.ts';
import { mostPlainBytes } from '../source/embedded/kafka/broker/connections/read-request.ts';
import { mostSessionPartitions } from '../source/embedded/kafka/broker/fetch-sessions/session-memory.ts';
import { mostFetchedBytes } from '../source/embedded/kafka/broker/handlers/fetch-round.ts';
import { mostBatchBytes } from '../source/embedded/kafka/broker/handlers/produce.ts';
import { mostAutoCreations } from '../source/embedded/kafka/broker/requests/auto-create-topic.ts';
import { mostConfigLength } from '../source/embedded/kafka/broker/requests/config-length.ts';
import {
  mostRememberedProducers,
  rememberedProducers,
} from '../source/embedded/kafka/broker/storage/producer-states.ts';
import { mostPartitions } from '../source/embedded/kafka/controller/plan-partitions.ts';
import { mostMemberBytes, mostOffsetBytes } from '../source/embedded/kafka/groups/group-memory.ts';
import { mostGroupBytes, mostMembers, mostProtocols } from '../source/embedded/kafka/groups/join.ts';
import { mostGroups } from '../source/embedded/kafka/groups/owned-groups.ts';
import { mostTailBytes } from '../source/embedded/kafka/log/tail-cache.ts';
import { brokerLimits, mostHeadersOfRecord } from '../source/embedded/kafka/records/decode-batch.ts';
import { maximumBodyBytes } from '../source/embedded/kubernetes/api/body.ts';
import { mostChunks } from '../source/embedded/kubernetes/api/body-chunks.ts';
import { answerWithinMs, stalledAfterMs } from '../source/embedded/kubernetes/api/response-outbox.ts';
import { maximumBacklog } from '../source/embedded/kubernetes/api/watch.ts';
import {
  mostPodsOfSets,
  podBatch,
  retryCreateMs,
} from '../source/embedded/kubernetes/machinery/pod-creation.ts';
import { maximumDepth, maximumValues } from '../source/embedded/kubernetes/objects/json-shape.ts';
import { maxConnections } from '../source/embedded/kubernetes/server/connection-limiter.ts';
import { limits, mostUnanswered } from '../source/embedded/kubernetes/server/connections.ts';
import { mostHistoryBytes } from '../source/embedded/kubernetes/store/event-log.ts';
import { storeLimits } from '../source/embedded/kubernetes/store/store-quota.ts';
import { mostAffinityTerms, mostAffinityValues } from '../source/embedded/kubernetes/validation/affinity.ts';
import { longestSchedule } from '../source/embedded/kubernetes/validation/cron-job.ts';
import { mostContainers } from '../source/embedded/kubernetes/validation/pod-spec.ts';
import { shortLength } from '../source/embedded/kubernetes/yaml/short-yaml.ts';
import { heapMb, longestMs, shortMs } from '../source/embedded/kubernetes/yaml/yaml-queue.ts';
import { mostLongWaiting, mostShortWaiting } from '../source/embedded/kubernetes/yaml/yaml-thread.ts';
import { mostNames } from '../source/embedded/paths/container-path.ts';
import { mostSessions } from '../source/embedded/zookeeper/database/sessions.ts';
import { treeLimits } from '../source/embedded/zookeeper/database/tree-limits.ts';
import { mostWatches } from '../source/embedded/zookeeper/database/watches.ts';
import { maxFrameLength } from '../source/embedded/zookeeper/protocol/frames.ts';
import { mostAclBytes } from '../source/embedded/zookeeper/server/acl-room.ts';
import { mostIdentityLength } from '../source/embedded/zookeeper/server/identities.ts';
import { maxParts } from '../source/embedded/zookeeper/server/multi.ts';
import { maxUnread } from '../source/embedded/zookeeper/server/server-connection.ts';

const page = fileURLToPath(new URL('../docs/limits.md', import.meta.url));
const from = '<!-- limits -->\n';
const to = '<!-- /limits -->';

const number = (value: number) => value.toLocaleString('en-US');
const bytes = (value: number) =>
  value < 1_048_576 && value % 1024 === 0
    ? `${value / 1024} KiB`
    : value % 1_048_576 === 0
      ? `${value / 1_048_576} MiB`
      : value % 524_288 === 0
        ? `${value / 1_048_576} MiB`
        : `${number(value)} bytes`;

const rows: readonly [what: string, limit: string, beyond: string][] = [
  ['**All protocols**', '', ''],
  [
    'A slice of work before other connections have the event loop',
    `${sliceMs} ms`,
    'the work continues in a later turn',
  ],
  [
    'What all connections hold together: requests that have begun, events and answers that are not read',
    bytes(mostHeldBytes),
    'the connection that holds the most is closed; `cluster.log` says so',
  ],
  ['**Kubernetes API**', '', ''],
  [
    'Connections',
    number(maxConnections),
    'the oldest that never showed the token is closed, or else the oldest',
  ],
  ['Requests that a connection sends before the first is answered', number(mostUnanswered), 'it is closed'],
  [
    'Time for a request’s head, and for all of it',
    `${Number(limits.headersTimeout) / 1000} s, ${Number(limits.requestTimeout) / 1000} s`,
    '408, and the connection is closed',
  ],
  ['A request’s body', bytes(maximumBodyBytes), '413'],
  ['Chunks in which a body comes', number(mostChunks), '413, and the connection is closed'],
  ['Values in a body: objects, lists, and what is in them', number(maximumValues), '413'],
  ['Depth of a body', number(maximumDepth), '400'],
  [
    'Time and memory for one YAML text; threads of their own read short and long ones',
    `${longestMs / 1000} s, ${heapMb} MiB`,
    '413',
  ],
  [
    'Time for a short YAML text while others wait for its thread',
    `${shortMs} ms`,
    'it starts again among the long texts',
  ],
  [
    `YAML texts that wait for their thread: up to ${shortLength / 1024} KiB, and longer or deeply nested`,
    `${mostShortWaiting}, ${mostLongWaiting}`,
    '429 with `Retry-After`',
  ],
  ['One object as JSON', bytes(storeLimits.objectBytes), '413, in etcd’s words'],
  ['All objects as JSON', bytes(storeLimits.totalBytes), '500, in etcd’s words'],
  ['Pods', number(storeLimits.pods), '403'],
  [
    'Pods up to which controllers create more',
    number(mostPodsOfSets),
    `a \`FailedCreate\` event, and the condition \`ReplicaFailure\`; it is tried again every ${retryCreateMs / 1000} s`,
  ],
  [
    'Pods that a controller creates or deletes in one turn',
    number(podBatch),
    'the rest follows in later turns',
  ],
  ['Containers of a pod, and its init containers', `${mostContainers}, ${mostContainers}`, '422'],
  ['A CronJob’s schedule', `${number(longestSchedule)} characters`, '422'],
  [
    'Required terms of a pod’s node affinity, pod affinity and pod anti-affinity each, or of a volume’s node affinity, and the values in them',
    `${mostAffinityTerms}, ${number(mostAffinityValues)}`,
    '422',
  ],
  [
    'Parts of a path in a volume or a container',
    number(mostNames),
    '`FailedMount`, `CreateContainerConfigError`, or the script’s command fails',
  ],
  ['Pods that run on one node', '110', '`Pending`: `Too many pods`'],
  ['Events', number(storeLimits.objects), 'the oldest is deleted'],
  ['Objects of any other resource', number(storeLimits.objects), '403'],
  [
    'What a watch has not read',
    bytes(maximumBacklog),
    'it is closed, as kube-apiserver closes a slow one: the client lists again',
  ],
  [
    'Time for which a client reads nothing of a watch or an answer that waits for it, and for all of an answer',
    `${stalledAfterMs / 1000} s, ${answerWithinMs / 1000} s`,
    'the connection is closed',
  ],
  [
    'Past changes that a watch can start from, as JSON',
    bytes(mostHistoryBytes),
    '410: the client lists again',
  ],
  ['**Kafka**', '', ''],
  [
    'Connections to one broker, and of these from one address; fewer where the process may have few files open, or where `max.connections` and `max.connections.per.ip` say less',
    `${number(mostConnections.all)}, ${number(mostConnections.ofOneAddress)}`,
    'it is closed at once; the broker’s log says so',
  ],
  [
    'Array elements in an answer that is written in one turn',
    number(manyElements),
    'it is written in slices',
  ],
  [
    'A request, unless `socket.request.max.bytes` says less',
    bytes(mostRequestBytes),
    'the connection is closed before the request is kept',
  ],
  [
    'A request without records, other than JoinGroup and SyncGroup',
    bytes(mostPlainBytes),
    'the connection is closed',
  ],
  ['A record batch, unless `max.message.bytes` says less', bytes(mostBatchBytes), '`MESSAGE_TOO_LARGE`'],
  ['Array elements and tagged fields in a request', number(mostRequestElements), 'the connection is closed'],
  ['Partitions of all topics', number(mostPartitions), '`INVALID_PARTITIONS`'],
  [
    'Topics that wait to be created because Metadata named them',
    number(mostAutoCreations),
    '`LEADER_NOT_AVAILABLE`: a later request creates them',
  ],
  ['Records in one fetch', bytes(mostFetchedBytes), 'the next fetch has the rest'],
  [
    'Partitions of one fetch session, and of all sessions of all brokers, where a session counts as one more',
    `${number(mostPartitions)}, ${number(mostSessionPartitions)}`,
    'sessions go that were unused for 2 minutes; then the client gets session 0, or `FETCH_SESSION_ID_NOT_FOUND` for the one that grew, and goes on with full fetches',
  ],
  [
    'Members of a group, what they subscribe to, and what they are assigned',
    `${number(mostMembers)}, ${bytes(mostGroupBytes)}, ${bytes(mostGroupBytes)}`,
    '`GROUP_MAX_SIZE_REACHED`',
  ],
  ['Assignors that a member offers', number(mostProtocols), '`GROUP_MAX_SIZE_REACHED`'],
  [
    'Idempotent producers that a partition remembers, and all partitions',
    `${number(rememberedProducers)}, ${number(mostRememberedProducers)}`,
    'the one that was silent longest is forgotten: a retry of it may be stored twice',
  ],
  [
    'The newest records of all partitions, kept in memory',
    bytes(mostTailBytes),
    'those of the partition that was written to longest ago are read from its file',
  ],
  ['All values of a topic’s configuration', `${number(mostConfigLength)} characters`, '`INVALID_CONFIG`'],
  ['Groups of one broker', number(mostGroups), '`GROUP_MAX_SIZE_REACHED`'],
  [
    'The members of all groups of all brokers, in memory, with what a broker that takes over reads of them: two bytes for a character, and what their objects take',
    bytes(mostMemberBytes),
    '`GROUP_MAX_SIZE_REACHED`; the broker’s log says so once',
  ],
  [
    'Committed offsets of all groups of all brokers, in memory, with their metadata: as above',
    bytes(mostOffsetBytes),
    '`INVALID_COMMIT_OFFSET_SIZE`; the broker’s log says so once',
  ],
  [
    'What a broker reads of one batch: to compact, to search by time, to look for keys',
    `${bytes(brokerLimits.bytes)}, ${number(brokerLimits.records)} records, ${number(brokerLimits.headers)} headers`,
    'the batch is stored and served as it is',
  ],
  [
    'What a tool in a pod reads of one batch',
    `${bytes(maxDecompressedBytes)}, ${number(mostHeadersOfRecord)} headers of a record`,
    'the tool fails',
  ],
  ['**ZooKeeper**', '', ''],
  [
    'Connections, and of these from one address where `maxClientCnxns` is 0; fewer where the process may have few files open',
    `${number(mostConnections.all)}, ${number(mostConnections.ofOneAddress)}`,
    'it is closed at once; ZooKeeper’s log says so',
  ],
  ['A request', bytes(maxFrameLength), 'the connection is closed'],
  ['Operations in a transaction', number(maxParts), '`MARSHALLINGERROR`'],
  ['The identities of a client (`addauth`), in characters', number(mostIdentityLength), '`AUTHFAILED`'],
  [
    'The ACLs of a request, once `auth` is replaced by the client’s identities',
    bytes(mostAclBytes),
    '`QUOTAEXCEEDED`',
  ],
  [
    'Nodes, and the bytes of their paths, data and ACLs',
    `${number(treeLimits.nodes)}, ${bytes(treeLimits.bytes)}`,
    '`QUOTAEXCEEDED`',
  ],
  ['Watches', number(mostWatches), '`QUOTAEXCEEDED`'],
  ['Sessions', number(mostSessions), 'the connection is closed'],
  ['What a client has not read', bytes(maxUnread), 'the connection is closed'],
  ['**Scripts in pods of brokers and ZooKeeper**', '', ''],
  [
    'A regular expression, in instructions',
    number(mostInstructions),
    'it is refused as too big; back references are refused too',
  ],
  ['Processes of a container', number(mostProcesses), '`fork: retry: Resource temporarily unavailable`'],
  [
    'Files of a container outside its mounts and its image’s log directory, and their bytes',
    `${number(mostNodes)}, ${bytes(mostFileBytes)}`,
    '`No space left on device`',
  ],
  ['A file in a mount that a script writes', bytes(longestMachineFile), '`File too large`'],
  ['A file that a tool reads as a whole', bytes(mostFileBytes), '`File too large`'],
  ['A script', bytes(maxScriptLength), '`the script is too long`'],
  ['Functions in functions, and shells in shells', number(maxDepth), 'the call fails'],
  [
    'All variables of a script, in characters, and the elements of one array',
    `${number(mostCharacters)}, ${number(mostElements)}`,
    '`cannot allocate memory`',
  ],
  ['A word of a command after its expansions, in characters', number(longestWord), '`word too long`'],
  ['The words of a command', number(mostFields), '`argument list too long`'],
  ['Words of one brace expansion', number(mostWords), '`too many words`'],
  ['The output of a command substitution', bytes(mostCaptured), 'it fails'],
  ['Lines that `sort` keeps', number(mostLines), '`too many lines`'],
  [
    'Elements of all arrays of an `awk` program, and the fields of a record',
    number(mostAwkElements),
    'it ends with 2',
  ],
];

const table = [
  '| what | at most | beyond |',
  '|---|---|---|',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');

test('docs/limits.md matches the code; UPDATE_LIMITS=1 rewrites it', () => {
  const text = readFileSync(page, 'utf8');
  const start = text.indexOf(from) + from.length;
  const end = text.indexOf(to);
  expect(start).toBeGreaterThan(from.length);
  expect(end).toBeGreaterThan(start);
  if (process.env.UPDATE_LIMITS) writeFileSync(page, `${text.slice(0, start)}${table}\n${text.slice(end)}`);
  else expect(text.slice(start, end).trim()).toBe(table);
});
