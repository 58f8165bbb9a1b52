import type { Symptoms } from '../../../source/lab/diagnosis/rule.ts';
import { kafkaFacts as facts } from '../../../source/lab/model/facts.ts';
import type { PodDetail, WarningSeen } from '../../../source/lab/model/situation.ts';
import type { LabFacts } from '../../../source/lab/model/step.ts';
import { output } from '../observed.ts';
import {
  brokers,
  healthy,
  inState,
  now,
  offsetsTopic,
  situation,
  topic,
  withEnv,
  without,
  withPods,
  withService,
  withSituation,
  withWorkload,
} from './healthy-lab.ts';

/** A mistake, the observations after it, and the hint for the learner. */
export interface Mistake {
  readonly mistake: string;
  readonly seen: Symptoms;
  readonly hint: RegExp;
  readonly evidence: RegExp;
  /** The place of the mistake in the lab's own files. */
  readonly facts?: Partial<LabFacts>;
}

const domain = 'default.svc.cluster.local';

function refused(stderr: string, file = 'kafka.yml'): Symptoms {
  return { ...healthy, outputs: [output('', 1, `kubectl apply -f ${file}`, stderr)] };
}

const cannot = 'StatefulSet in version "v1" cannot be handled as a StatefulSet';
const creating = (what: string) =>
  refused(`Error from server (BadRequest): error when creating "kafka.yml": ${what}\n`);

function crashLoop(prefix: string, log: readonly string[], exitCode = 1, more: Partial<PodDetail> = {}) {
  return inState(
    prefix,
    {
      state: 'waiting',
      waiting: { reason: 'CrashLoopBackOff', message: `back-off 10s restarting failed container` },
      endedBefore: { reason: 'Error', exitCode },
    },
    {
      status: 'CrashLoopBackOff',
      trouble: 'CrashLoopBackOff: back-off 10s restarting failed container',
      restarts: 2,
      log,
      ...more,
    },
  );
}

function pending(prefix: string, message: string) {
  return withPods(prefix, {
    phase: 'Pending',
    status: 'Pending',
    ready: false,
    trouble: `Unschedulable: ${message}`,
    containers: [],
  });
}

function notPulled(prefix: string, image: string) {
  return withPods(prefix, (pod) => ({
    phase: 'Pending',
    status: 'ErrImagePull',
    ready: false,
    trouble: `ErrImagePull: failed to pull and unpack image "${image}": not found`,
    containers: pod.containers.map((each) => ({ ...each, image, state: 'waiting' })),
  }));
}

const warning = (kind: string, name: string, reason: string, message: string): WarningSeen => ({
  kind,
  name,
  reason,
  message,
});

const noTopic = { topics: [offsetsTopic] };

/** One row per mistake: refusals of kubectl, missing objects, pods that do not start or do not find each other, output in the wrong format. */
export const mistakes: readonly Mistake[] = [
  {
    mistake: 'an unquoted number under env',
    seen: creating(
      `${cannot}: json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string`,
    ),
    hint: /Under `env`, each `value` is a string: put the number in quotes, as in `value: "4"` in kafka\.yml/,
    evidence: /^json: cannot unmarshal number/,
  },
  {
    mistake: 'an unquoted number in a file that was applied before',
    seen: refused(
      `Error from server (BadRequest): error when applying patch:\n{"spec":{"env":[{"name":"KAFKA_NUM_PARTITIONS","value":4}]}}\nto:\nfor: "kafka.yml": error when patching "kafka.yml": ${cannot}: json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string\n`,
    ),
    hint: /put quotes around the value of KAFKA_NUM_PARTITIONS in kafka\.yml/,
    evidence: /cannot unmarshal number/,
  },
  {
    mistake: 'true without quotes under env',
    seen: creating(
      `${cannot}: json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.value of type string`,
    ),
    hint: /put the word in quotes/,
    evidence: /cannot unmarshal bool/,
  },
  {
    mistake: 'a word in place of a number',
    seen: creating(
      `${cannot}: json: cannot unmarshal string into Go struct field StatefulSetSpec.spec.replicas of type int32`,
    ),
    hint: /`spec\.replicas` in kafka\.yml is a string, and Kubernetes needs a number there/,
    evidence: /of type int32/,
  },
  {
    mistake: 'an unknown field',
    seen: creating(`${cannot}: strict decoding error: unknown field "spec.replica"`),
    hint: /no field `replica` at `spec\.replica`: compare its spelling/,
    evidence: /unknown field "spec\.replica"/,
  },
  {
    mistake: 'a namespace that is missing',
    seen: refused(
      'Error from server (NotFound): error when creating "kafka.yml": namespaces "nope" not found\n',
    ),
    hint: /no namespace `nope`: remove `namespace: nope` from kafka\.yml/,
    evidence: /namespaces "nope" not found/,
  },
  {
    mistake: 'a kind that does not exist',
    seen: refused(
      'error: resource mapping not found for name: "kafka" namespace: "" from "kafka.yml": no matches for kind "Statefulset" in version "apps/v1"\nensure CRDs are installed first\n',
    ),
    hint: /no kind `Statefulset` in `apps\/v1`: compare `kind`/,
    evidence: /no matches for kind/,
  },
  {
    mistake: 'labels that the selector does not match',
    seen: refused(
      'The StatefulSet "kafka" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"kafkaa"}: `selector` does not match template `labels`\n',
    ),
    hint: /`spec\.selector\.matchLabels` and `spec\.template\.metadata\.labels` differ in kafka\.yml/,
    evidence: /does not match template/,
  },
  {
    mistake: 'a tab in the indentation',
    seen: refused(
      'error: error parsing kafka.yml: error converting YAML to JSON: yaml: line 56: Tabs are not allowed as indentation\n',
    ),
    hint: /kafka\.yml has a tab in its indentation, at line \d+ \(counted from the `---` above it\)/,
    evidence: /Tabs are not allowed/,
  },
  {
    mistake: 'a line that is indented too far',
    seen: refused(
      'error: error parsing kafka.yml: error converting YAML to JSON: yaml: line 55: Nested mappings are not allowed in compact mappings\n',
    ),
    hint: /kafka\.yml is not valid YAML at line \d+ \(counted from/,
    evidence: /Nested mappings/,
  },
  {
    mistake: 'a file that is not there',
    seen: refused('error: the path "clients.yml" does not exist\n', 'clients.yml'),
    hint: /no file `clients\.yml` in the lab's directory/,
    evidence: /does not exist/,
  },
  {
    mistake: 'a change that Kubernetes does not make',
    seen: refused(
      'The StatefulSet "kafka" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden\n',
    ),
    hint: /does not change this field of an object that exists\. Delete the object first/,
    evidence: /updates to statefulset spec/,
  },
  {
    mistake: 'a container without an image',
    seen: refused(
      'The StatefulSet "kafka" is invalid: spec.template.spec.containers[0].image: Required value\n',
    ),
    hint: /`spec\.template\.spec\.containers\[0\]\.image` is missing in kafka\.yml/,
    evidence: /Required value/,
  },
  {
    mistake: 'a quantity that is none',
    seen: creating(`${cannot}: quantities must match the regular expression '^([+-]?[0-9.]+)$'`),
    hint: /under `resources` in kafka\.yml is not valid: write CPU as `500m`/,
    evidence: /quantities must match/,
  },
  {
    mistake: 'a port out of range',
    seen: refused(
      'The StatefulSet "kafka" is invalid: spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 99092: must be between 1 and 65535, inclusive\n',
    ),
    hint: /does not accept the value of `spec\.template\.spec\.containers\[0\]\.ports\[0\]\.containerPort` in kafka\.yml/,
    evidence: /must be between 1 and 65535/,
  },
  {
    mistake: 'the consumer Deployment deleted',
    seen: withSituation(without(facts.consumerApp)),
    hint: /Deployment ece573-prj05-consumer does not exist, so nothing is received.*kubectl apply -f clients\.yml/,
    evidence: /there is no Deployment ece573-prj05-consumer/,
  },
  {
    mistake: 'the consumer scaled to zero',
    seen: withSituation(withWorkload(facts.consumerApp, { replicas: 0 })),
    hint: /scaled down to 0.*kubectl scale deployment\/ece573-prj05-consumer --replicas=1/,
    evidence: /has 0 replicas/,
  },
  {
    mistake: 'the broker StatefulSet scaled down',
    seen: {
      ...withSituation({
        ...withWorkload('kafka', { replicas: 1, ready: 1 }),
        pods: situation.pods.filter(({ name }) => !/^kafka-[12]$/.test(name)),
      }),
      brokers: brokers.slice(0, 1),
    },
    hint: /StatefulSet kafka is scaled down to 1, and the lab needs 3.*statefulset\/kafka --replicas=3/,
    evidence: /StatefulSet kafka has 1 replicas/,
  },
  {
    mistake: 'ZooKeeper scaled to zero',
    seen: withSituation({
      ...withWorkload('zookeeper', { replicas: 0 }),
      pods: situation.pods.filter(({ name }) => name !== 'zookeeper-0'),
    }),
    hint: /StatefulSet zookeeper is scaled down to 0.*no broker can register/,
    evidence: /zookeeper has 0 replicas/,
  },
  {
    mistake: 'the StatefulSet of the brokers deleted',
    seen: withSituation(without('kafka')),
    hint: /StatefulSet kafka does not exist.*kubectl apply -f kafka\.yml/,
    evidence: /there is no StatefulSet kafka/,
  },
  {
    mistake: 'a wrong tag of the broker image',
    seen: withSituation(notPulled('kafka-0', 'confluentinc/cp-kafka:7.3.55')),
    hint: /No node can pull `confluentinc\/cp-kafka:7\.3\.55`: compare `image` of StatefulSet kafka in kafka\.yml/,
    evidence: /kafka-0 (?:ErrImagePull|ImagePullBackOff): /,
  },
  {
    mistake: 'a wrong tag of the clients image',
    seen: withSituation(notPulled('ece573-prj05-consumer', 'ece573-prj05-clients:v2')),
    hint: /No node has `ece573-prj05-clients:v2`\. Step 2\.1 builds `ece573-prj05-clients:v1`/,
    evidence: /ece573-prj05-consumer-\S+ (?:ErrImagePull|ImagePullBackOff): /,
  },
  {
    mistake: 'a ConfigMap that does not exist',
    seen: withSituation(
      withPods('kafka-0', {
        status: 'CreateContainerConfigError',
        ready: false,
        trouble: 'CreateContainerConfigError: configmap "none" not found',
      }),
    ),
    hint: /StatefulSet kafka in kafka\.yml needs the ConfigMap `none`, which does not exist/,
    evidence: /configmap "none" not found/,
  },
  {
    mistake: 'a command that the image does not have',
    seen: withSituation(
      inState(
        'kafka-0',
        {
          state: 'waiting',
          waiting: { reason: 'CrashLoopBackOff', message: 'back-off' },
          endedBefore: {
            reason: 'StartError',
            exitCode: 128,
            message: 'exec: "kafka-server-start.sh": executable file not found in $PATH: unknown',
          },
        },
        { status: 'CrashLoopBackOff' },
      ),
    ),
    hint: /no program `kafka-server-start\.sh`: correct `command` of StatefulSet kafka in kafka\.yml/,
    evidence: /StartError: exec/,
  },
  {
    mistake: 'too much CPU requested',
    seen: withSituation(pending('kafka-0', '0/5 nodes are available: 4 Insufficient cpu.')),
    hint: /No node has as much free CPU.*lower `resources\.requests\.cpu` of StatefulSet kafka in kafka\.yml/,
    evidence: /kafka-0 Pending: Unschedulable: 0\/5 nodes/,
  },
  {
    mistake: 'too much memory requested',
    seen: withSituation(pending('kafka-0', '0/5 nodes are available: 4 Insufficient memory.')),
    hint: /as much free memory.*`resources\.requests\.memory`/,
    evidence: /Insufficient memory/,
  },
  {
    mistake: 'a node selector that no node has',
    seen: withSituation(
      pending(
        'ece573-prj05-producer',
        "0/5 nodes are available: 5 node(s) didn't match Pod's node affinity/selector.",
      ),
    ),
    hint: /compare `nodeSelector` or `affinity` of Deployment ece573-prj05-producer in clients\.yml/,
    evidence: /node affinity\/selector/,
  },
  {
    mistake: 'a claim by its name that cannot be bound',
    seen: withSituation(
      pending('kafka-0', '0/5 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
    ),
    hint: /of the PersistentVolumeClaim that StatefulSet kafka in kafka\.yml mounts/,
    evidence: /unbound immediate PersistentVolumeClaims/,
  },
  {
    mistake: 'a local volume on a node of another cluster',
    seen: withSituation(
      pending('kafka-0', '0/5 nodes are available: 5 node(s) had volume node affinity conflict.'),
    ),
    hint: /compare `nodeAffinity` of the PersistentVolume/,
    evidence: /volume node affinity conflict/,
  },
  {
    mistake: 'a claim that cannot be bound',
    seen: withSituation({
      ...pending('kafka-0', '0/5 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
      claims: [{ name: 'kafka-data-kafka-0', phase: 'Pending', storageClass: 'fast' }],
      warnings: [
        warning(
          'PersistentVolumeClaim',
          'kafka-data-kafka-0',
          'ProvisioningFailed',
          'storageclass.storage.k8s.io "fast" not found',
        ),
      ],
    }),
    hint: /claim `kafka-data-kafka-0` has no volume: compare `storageClassName` \(`fast`\).*`volumeClaimTemplates` of StatefulSet kafka/,
    evidence: /kafka-data-kafka-0 ProvisioningFailed: storageclass/,
  },
  {
    mistake: 'a pod that a quota refuses',
    seen: withSituation({
      pods: situation.pods.filter(({ name }) => name !== 'kafka-2'),
      warnings: [
        warning(
          'StatefulSet',
          'kafka',
          'FailedCreate',
          'create Pod kafka-2 in StatefulSet kafka failed error: exceeded quota',
        ),
      ],
    }),
    hint: /refuses to create the pods of StatefulSet kafka in kafka\.yml/,
    evidence: /kafka FailedCreate: .*exceeded quota/,
  },
  {
    mistake: 'a Service selector that matches nothing',
    seen: withSituation(withService('kafka-service', { selector: { app: 'kafkaa' }, endpoints: [] })),
    hint: /`selector` of Service kafka-service in kafka\.yml \(`app: kafkaa`\) matches no pod of StatefulSet kafka: their labels are `app: kafka`/,
    evidence: /Service kafka-service selects app=kafkaa, endpoints: none/,
  },
  {
    mistake: 'a serviceName without its Service',
    seen: withSituation(without('kafka-service')),
    hint: /no Service `kafka-service`, and `serviceName` of StatefulSet kafka in kafka\.yml names it/,
    evidence: /serviceName kafka-service; Services: zookeeper-service/,
  },
  {
    mistake: 'a wrong name of ZooKeeper',
    seen: withSituation(withEnv('kafka', { KAFKA_ZOOKEEPER_CONNECT: `zookeper-service.${domain}:2181` })),
    hint: /do not find ZooKeeper: there is no Service `zookeper-service` \(there are: kafka-service, zookeeper-service\)\. Correct the name in KAFKA_ZOOKEEPER_CONNECT/,
    evidence: /KAFKA_ZOOKEEPER_CONNECT=zookeper-service/,
  },
  {
    mistake: 'a wrong port of ZooKeeper',
    seen: withSituation(withEnv('kafka', { KAFKA_ZOOKEEPER_CONNECT: `zookeeper-service.${domain}:2182` })),
    hint: /ZooKeeper listens on 2181, not on 2182: correct the port in KAFKA_ZOOKEEPER_CONNECT/,
    evidence: /:2182/,
  },
  {
    mistake: 'another namespace in the name of ZooKeeper',
    seen: withSituation(
      withEnv('kafka', { KAFKA_ZOOKEEPER_CONNECT: 'zookeeper-service.kafka.svc.cluster.local:2181' }),
    ),
    hint: /Service `zookeeper-service` is in the namespace `default`, not in `kafka`/,
    evidence: /zookeeper-service\.kafka\.svc/,
  },
  {
    mistake: 'the same broker id in every pod',
    seen: {
      ...withSituation(
        withWorkload('kafka', {
          containers: situation.workloads[0]!.containers.map((container) => ({
            ...container,
            env: { ...container.env, KAFKA_BROKER_ID: '0' },
            command: '',
          })),
        }),
      ),
      brokers: brokers.slice(0, 1),
    },
    hint: /All pods of StatefulSet kafka in kafka\.yml get the same KAFKA_BROKER_ID, 0/,
    evidence: /KAFKA_BROKER_ID=0 in 3 pods/,
  },
  {
    mistake: 'duplicate broker ids, from a script',
    seen: withSituation(
      crashLoop('kafka-1', [
        "[2026-11-29 07:00:00,000] ERROR Error while creating ephemeral at /brokers/ids/0, node already exists and owner '72057' does not match current session '72058' (kafka.zk.KafkaZkClient$CheckedEphemeral)",
        'org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists',
      ]),
    ),
    hint: /Two brokers have the id 0: each pod needs a KAFKA_BROKER_ID of its own/,
    evidence: /kafka-\d: .*(?:already exists|NodeExists)/,
  },
  {
    mistake: 'one advertised name for all brokers, which Kafka refuses',
    seen: withSituation(
      crashLoop('kafka-1', [
        'java.lang.IllegalArgumentException: requirement failed: Configured end points kafka-service.default:9092 in advertised listeners are already registered by broker 0',
      ]),
    ),
    hint: /Several brokers advertise the same name, `kafka-service\.default`, and broker 0 has it already: .*KAFKA_ADVERTISED_LISTENERS of .*kafka.*\$\(POD_NAME\)/,
    evidence: /kafka-1: .*already registered/,
  },
  {
    mistake: 'localhost as the advertised name of several brokers',
    seen: withSituation(
      crashLoop('kafka-1', [
        'java.lang.IllegalArgumentException: requirement failed: Configured end points localhost:9092 in advertised listeners are already registered by broker 0',
      ]),
    ),
    hint: /connect to `localhost`, which is the client's own pod/,
    evidence: /kafka-1: .*already registered/,
  },
  {
    mistake: 'a Service named kafka',
    seen: withSituation(
      crashLoop('kafka-0', ['port is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.']),
    ),
    hint: /A Service named `kafka` gives every pod .* KAFKA_PORT.*enableServiceLinks: false/,
    evidence: /kafka-0: .*port is deprecated/,
  },
  {
    mistake: 'a variable that the image no longer takes',
    seen: withSituation(
      crashLoop('kafka-0', ['advertised.port is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.']),
    ),
    hint: /KAFKA_ADVERTISED_LISTENERS in place of KAFKA_ADVERTISED_PORT/,
    evidence: /kafka-0: .*advertised\.port is deprecated/,
  },
  {
    mistake: 'a broker id that is not exported',
    seen: {
      ...withSituation(
        withWorkload('kafka', {
          containers: situation.workloads[0]!.containers.map((container) => ({
            ...container,
            command: 'sh -c KAFKA_BROKER_ID=`hostname | tail -c 2` && exec /etc/confluent/docker/run',
          })),
        }),
      ),
      brokers: [1001, 1002, 1003].map((id, index) => ({ ...brokers[index]!, id })),
    },
    hint: /KAFKA_BROKER_ID does not reach it: write `export KAFKA_BROKER_ID=…` in `command` of StatefulSet kafka/,
    evidence: /broker ids in ZooKeeper: 1001, 1002, 1003/,
  },
  {
    mistake: 'a broker id that changed under a disk',
    seen: withSituation(
      crashLoop('kafka-0', [
        "kafka.common.InconsistentBrokerIdException: Configured broker.id 5 doesn't match stored broker.id Some(0) in meta.properties.",
      ]),
    ),
    hint: /disk belongs to broker 0, and KAFKA_BROKER_ID now says 5/,
    evidence: /InconsistentBrokerIdException/,
  },
  {
    mistake: 'disks of an earlier cluster',
    seen: withSituation(
      crashLoop('kafka-0', [
        "kafka.common.InconsistentClusterIdException: The Cluster ID abc doesn't match stored clusterId Some(def) in meta.properties.",
      ]),
    ),
    hint: /disks belong to an earlier cluster.*kubectl delete pvc -l app=kafka/,
    evidence: /doesn't match stored clusterId/,
  },
  {
    mistake: 'a required variable that is missing',
    seen: withSituation(
      crashLoop('kafka-0', ['===> Configuring ...', 'KAFKA_ADVERTISED_LISTENERS is required.']),
    ),
    hint: /variable KAFKA_ADVERTISED_LISTENERS is not set: add it under `env` of StatefulSet kafka in kafka\.yml/,
    evidence: /kafka-0: KAFKA_ADVERTISED_LISTENERS is required/,
  },
  {
    mistake: 'a broker setting that Kafka refuses',
    seen: withSituation(
      crashLoop('kafka-0', [
        'org.apache.kafka.common.config.ConfigException: Invalid value four for configuration num.partitions: Not a number of type INT',
      ]),
    ),
    hint: /Kafka does not accept `four` for `num\.partitions`: correct KAFKA_NUM_PARTITIONS/,
    evidence: /ConfigException/,
  },
  {
    mistake: 'a heap that Java does not take',
    seen: withSituation(crashLoop('kafka-0', ['Invalid maximum heap size: -Xmx512q'])),
    hint: /correct KAFKA_HEAP_OPTS of StatefulSet kafka/,
    evidence: /Invalid maximum heap size/,
  },
  {
    mistake: 'a crashed broker',
    seen: withSituation(crashLoop('kafka-1', ['INFO started'], 137)),
    hint: /kafka-1 was killed \(SIGKILL\)\. Kubernetes starts it again/,
    evidence: /kafka-1 .*exit code 137/,
  },
  {
    mistake: 'a crashed broker whose entry is still in ZooKeeper',
    seen: withSituation(
      crashLoop('kafka-1', [
        "[2026-11-29 07:00:00,000] ERROR Error while creating ephemeral at /brokers/ids/1, node already exists and owner '72057' does not match current session '72058' (kafka.zk.KafkaZkClient$CheckedEphemeral)",
      ]),
    ),
    hint: /kafka-1 crashed, and its entry is still in ZooKeeper.*wait, then run the step again/,
    evidence: /kafka-1: .*\/brokers\/ids\/1\b.*already exists/,
  },
  {
    mistake: 'a broker that crashed and runs again',
    seen: withSituation(
      inState(
        'kafka-1',
        { state: 'running', endedBefore: { reason: 'Error', exitCode: 137, at: now - 20_000 } },
        { restarts: 1 },
      ),
    ),
    hint: /kafka-1 crashed and runs again.*run the step again/,
    evidence: /kafka-1 ended with exit code 137, restarts: 1/,
  },
  {
    mistake: 'a broker without enough memory',
    seen: withSituation(
      inState(
        'kafka-0',
        {
          state: 'waiting',
          waiting: { reason: 'CrashLoopBackOff', message: '' },
          endedBefore: { reason: 'OOMKilled', exitCode: 137 },
        },
        { status: 'CrashLoopBackOff' },
      ),
    ),
    hint: /raise `resources\.limits\.memory` of StatefulSet kafka/,
    evidence: /OOMKilled/,
  },
  {
    mistake: 'a readiness probe that fails',
    seen: withSituation({
      ...withPods('kafka-0', { ready: false }),
      warnings: [
        warning(
          'Pod',
          'kafka-0',
          'Unhealthy',
          'Readiness probe failed: dial tcp 10.244.1.2:9999: connect: connection refused',
        ),
      ],
    }),
    hint: /readiness probe of StatefulSet kafka fails.*compare `readinessProbe` in kafka\.yml/,
    evidence: /kafka-0 Readiness probe failed: dial tcp/,
  },
  {
    mistake: 'a liveness probe that ends the container',
    seen: withSituation({
      ...crashLoop('kafka-0', ['INFO started'], 143),
      warnings: [
        warning(
          'Pod',
          'kafka-0',
          'Unhealthy',
          'Liveness probe failed: HTTP probe failed with statuscode: 404',
        ),
      ],
    }),
    hint: /liveness probe of StatefulSet kafka fails, so Kubernetes keeps restarting the container/,
    evidence: /Liveness probe failed/,
  },
  {
    mistake: 'an advertised name of a Service that does not exist',
    seen: {
      ...healthy,
      brokers: brokers.map((broker) => ({ ...broker, host: `kafka-${broker.id}.kafka-svc.${domain}` })),
    },
    hint: /cannot find the name that the brokers advertise: there is no Service `kafka-svc`.*Correct KAFKA_ADVERTISED_LISTENERS of StatefulSet kafka in kafka\.yml/,
    evidence: /advertises kafka-0\.kafka-svc\.default/,
  },
  {
    mistake: 'localhost as the advertised name',
    seen: { ...healthy, brokers: brokers.map((broker) => ({ ...broker, host: 'localhost' })) },
    hint: /connect to `localhost`, which is the client's own pod/,
    evidence: /advertises localhost:9092/,
  },
  {
    mistake: 'one advertised name for all brokers',
    seen: { ...healthy, brokers: brokers.map((broker) => ({ ...broker, host: `kafka-service.${domain}` })) },
    hint: /Several brokers advertise the same name.*\$\(POD_NAME\)/,
    evidence: /more than one broker advertises kafka-service/,
  },
  {
    mistake: 'a replication factor above the brokers',
    seen: {
      ...withSituation({
        ...withEnv('kafka', { KAFKA_DEFAULT_REPLICATION_FACTOR: '5' }),
      }),
      ...noTopic,
    },
    facts: { replicationFactor: 5 },
    hint: /cannot create the topic: it needs 5 replicas \(KAFKA_DEFAULT_REPLICATION_FACTOR\).*only 3 brokers/,
    evidence: /KAFKA_DEFAULT_REPLICATION_FACTOR=5, 3 brokers/,
  },
  {
    mistake: 'one broker',
    seen: {
      ...withSituation({
        ...withWorkload('kafka', { replicas: 1, ready: 1 }),
        pods: situation.pods.filter(({ name }) => !/^kafka-[12]$/.test(name)),
        ...withService('kafka-service', { endpoints: ['kafka-0'] }),
      }),
      brokers: brokers.slice(0, 1),
      topics: [],
    },
    facts: { brokers: 1 },
    hint: /it needs 3 replicas.*there is only 1 broker \(`replicas`\)/,
    evidence: /KAFKA_DEFAULT_REPLICATION_FACTOR=3, 1 broker$/,
  },
  {
    mistake: 'more replicas in sync than there are',
    seen: withSituation(withEnv('kafka', { KAFKA_MIN_INSYNC_REPLICAS: '4' })),
    hint: /only while 4 replicas are in sync \(KAFKA_MIN_INSYNC_REPLICAS\), and it has only 3/,
    evidence: /KAFKA_MIN_INSYNC_REPLICAS=4/,
  },
  {
    mistake: 'groups that need more brokers than there are',
    seen: {
      ...withSituation(withEnv('kafka', { KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '5' })),
      topics: [topic()],
    },
    hint: /No consumer group can form.*5 replicas \(KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR/,
    evidence: /KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=5, 3 brokers/,
  },
  {
    mistake: 'topics that Kafka may not make',
    seen: { ...withSituation(withEnv('kafka', { KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' })), ...noTopic },
    hint: /does not create topics by itself here \(KAFKA_AUTO_CREATE_TOPICS_ENABLE\)/,
    evidence: /there is no topic test/,
  },
  {
    mistake: 'a topic made before with one partition',
    seen: { ...healthy, topics: [offsetsTopic, topic(1)] },
    hint: /topic test was created before, with 1 partition instead of 4.*--delete --topic test/,
    evidence: /topic test has 1 partition, KAFKA_NUM_PARTITIONS=4/,
  },
  {
    mistake: 'brokers without KAFKA_NUM_PARTITIONS',
    seen: {
      ...withSituation(withEnv('kafka', { KAFKA_NUM_PARTITIONS: '1' })),
      topics: [offsetsTopic, topic(1)],
    },
    hint: /brokers have KAFKA_NUM_PARTITIONS=1, and the lab needs 4/,
    evidence: /topic test has 1 partition, KAFKA_NUM_PARTITIONS=1/,
  },
  {
    mistake: 'a topic made before with one replica',
    seen: { ...healthy, topics: [offsetsTopic, topic(4, [0])] },
    hint: /created before, with 1 replica instead of 3: KAFKA_DEFAULT_REPLICATION_FACTOR only applies/,
    evidence: /topic test has 1 replica/,
  },
  {
    mistake: 'a TOPIC that differs between producer and consumer',
    seen: withSituation(withEnv(facts.consumerApp, { TOPIC: 'tset' })),
    hint: /Producer and consumer use different topics: give both the same TOPIC, `test`/,
    evidence: /producer: TOPIC=test, consumer: TOPIC=tset/,
  },
  {
    mistake: 'a TOPIC that is not the lab’s',
    seen: withSituation({
      workloads: withEnv(facts.producerApp, { TOPIC: 'other' }).workloads.map((each) =>
        each.name === facts.consumerApp
          ? withEnv(facts.consumerApp, { TOPIC: 'other' }).workloads.find(({ name }) => name === each.name)!
          : each,
      ),
    }),
    hint: /clients use the topic `other`, and the lab counts `test`/,
    evidence: /producer: TOPIC=other, consumer: TOPIC=other/,
  },
  {
    mistake: 'a consumer that is told to produce',
    seen: withSituation(withEnv(facts.consumerApp, { ROLE: 'producer' })),
    hint: /The consumer has ROLE=producer: set it to `consumer` under `env` of Deployment ece573-prj05-consumer/,
    evidence: /consumer: ROLE=producer/,
  },
  {
    mistake: 'a wrong ROLE',
    seen: withSituation(
      crashLoop('ece573-prj05-consumer', [
        '2026/11/29 07:00:00 ROLE is `consumr`; set it to one of producer, consumer, group-consumer',
      ]),
    ),
    hint: /ROLE is `consumr` in Deployment ece573-prj05-consumer of clients\.yml: set it to one of producer, consumer/,
    evidence: /ROLE is `consumr`/,
  },
  {
    mistake: 'a client without KAFKA_BROKER',
    seen: withSituation(
      crashLoop('ece573-prj05-producer', ['KAFKA_BROKER is not set; set it to host:port of a broker']),
    ),
    hint: /variable KAFKA_BROKER is not set: add it under `env` of Deployment ece573-prj05-producer/,
    evidence: /KAFKA_BROKER is not set/,
  },
  {
    mistake: 'a wrong port in KAFKA_BROKER',
    seen: withSituation(withEnv(facts.producerApp, { KAFKA_BROKER: `kafka-0.kafka-service.${domain}:9093` })),
    hint: /brokers listen on port 9092, not on 9093: correct the port in KAFKA_BROKER of Deployment ece573-prj05-producer/,
    evidence: /producer: KAFKA_BROKER=kafka-0.*:9093/,
  },
  {
    mistake: 'a pod in KAFKA_BROKER that does not exist',
    seen: withSituation(withEnv(facts.consumerApp, { KAFKA_BROKER: `kafka-9.kafka-service.${domain}:9092` })),
    hint: /The consumer does not find its broker: there is no pod `kafka-9`\. Correct KAFKA_BROKER of Deployment ece573-prj05-consumer/,
    evidence: /consumer: KAFKA_BROKER=kafka-9/,
  },
  {
    mistake: 'a Service in KAFKA_BROKER that does not exist',
    seen: withSituation(withEnv(facts.consumerApp, { KAFKA_BROKER: 'kafka-1.kafka:9092' })),
    hint: /there is no Service `kafka` in the name \(there are: kafka-service, zookeeper-service\)/,
    evidence: /KAFKA_BROKER=kafka-1\.kafka:9092/,
  },
  {
    mistake: 'localhost in KAFKA_BROKER',
    seen: withSituation(withEnv(facts.producerApp, { KAFKA_BROKER: 'localhost:9092' })),
    hint: /`localhost` is the client's own pod, where no broker runs/,
    evidence: /KAFKA_BROKER=localhost:9092/,
  },
  {
    mistake: 'a host that a client does not find',
    seen: withSituation(
      crashLoop('ece573-prj05-producer', [
        '2026/11/29 07:00:00 kafka: client has run out of available brokers to talk to: dial tcp: lookup broker.example on 10.96.0.10:53: no such host',
      ]),
    ),
    hint: /client cannot resolve the host `broker\.example`: compare KAFKA_BROKER/,
    evidence: /no such host/,
  },
  {
    mistake: 'a topic deleted and made again while counting',
    seen: {
      ...healthy,
      tally: {
        consumer: 'none',
        partitions: [],
        window: 0,
        received: 0,
        share: 0,
        settled: false,
        isRemade: true,
      },
    },
    hint: /test was deleted and created again while the consumer ran.*kubectl rollout restart deployment\/ece573-prj05-consumer/,
    evidence: /id of the topic test has changed/,
  },
  {
    mistake: 'a topic that was deleted',
    seen: { ...healthy, ...noTopic },
    hint: /There is no topic test\. Kafka creates it when the producer starts/,
    evidence: /topics: __consumer_offsets/,
  },
  {
    mistake: 'a partition without a leader',
    seen: {
      ...healthy,
      topics: [{ ...topic(), partitions: [{ partition: 2, leader: -1, replicas: [0, 1, 2], isr: [] }] }],
    },
    facts: { partitions: 1 },
    hint: /without a leader can be neither written nor read/,
    evidence: /p2 leader none, replicas 0, 1, 2, in sync none/,
  },
  {
    mistake: 'a replica that is behind',
    seen: {
      ...healthy,
      topics: [{ ...topic(), partitions: [{ partition: 2, leader: 0, replicas: [0, 1, 2], isr: [0, 2] }] }],
    },
    facts: { partitions: 1 },
    hint: /Broker 1 has not caught up: is kafka-1 running/,
    evidence: /p2 replicas 0, 1, 2, in sync 0, 2/,
  },
  {
    mistake: 'a broker that has not registered',
    seen: {
      ...healthy,
      brokers: brokers.slice(0, 2),
      outputs: [output('', 1, 'kubectl', 'Node does not exist: /brokers/ids/2')],
    },
    hint: /Broker 2 is not registered.*kubectl logs kafka-2/,
    evidence: /Node does not exist: \/brokers\/ids\/2/,
  },
  {
    mistake: 'ZooKeeper servers that do not know each other',
    seen: {
      ...withSituation({
        ...withWorkload('zookeeper', { replicas: 2 }),
        pods: situation.pods.flatMap((pod) =>
          pod.name === 'zookeeper-0' ? [pod, { ...pod, name: 'zookeeper-1' }] : pod,
        ),
      }),
      brokers: brokers.slice(0, 2),
    },
    facts: { zookeepers: 2 },
    hint: /do not know each other.*Give each of them ZOOKEEPER_SERVERS/,
    evidence: /2 ZooKeeper servers without ZOOKEEPER_SERVERS; 2 brokers registered/,
  },
  {
    mistake: 'a ready pod whose broker is not in ZooKeeper',
    seen: { ...healthy, brokers: brokers.slice(0, 2) },
    hint: /pod is ready, but its broker is not in ZooKeeper: compare KAFKA_ZOOKEEPER_CONNECT/,
    evidence: /kafka-2 ready; broker ids in ZooKeeper: 0, 1/,
  },
];
