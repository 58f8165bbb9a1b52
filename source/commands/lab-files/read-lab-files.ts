import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { programConfigMap, programFile } from '../../cluster/context/client-program.ts';
import { defaultNamespace } from '../../cluster/context/create-context-cluster.ts';
import type { ClientCommand } from '../../cluster/embedded/embedded-cluster.ts';
import type { BetterSource } from '../../cluster/kind/better-source.ts';
import { brokerHosts } from '../../lab/model/broker-pods.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import {
  serviceNames,
  withBrokerAddresses,
  withClientImage,
  withClientProgram,
  withNamespace,
  withOwnClients,
  withRate,
} from '../../manifests/change-manifest.ts';
import { describeHiddenMounts } from '../../manifests/hidden-mounts.ts';
import { lineChanges } from '../../manifests/line-changes.ts';
import { type ManifestSet, readManifestSet } from '../../manifests/manifest-set.ts';
import { describeRepeatedKeys } from '../../manifests/parse-manifest.ts';
import { compareFacts, type ManifestFacts, readFacts } from '../../manifests/read-facts.ts';
import type { Options } from '../command-line/options.ts';
import { manifestDirectory, scriptDirectory } from '../locations/package-root.ts';
import { type ChosenClient, chooseClient } from './choose-client.ts';
import { refuseClusterNames } from './refuse-cluster-names.ts';
import { stockNodeImage } from './stock-node-image.ts';

/** The files that a lab runs on, and how they were adapted to this cluster. */
export interface LabFiles {
  /** As they are applied. */
  readonly manifests: ManifestSet;
  readonly facts: ManifestFacts;
  readonly scripts: { readonly reset: string; readonly build: string };
  /** Where the manifests were read. */
  readonly directory: string;
  /** Printed at each reset: how these files differ from the lab's, and how they were changed. */
  readonly notes: readonly string[];
  /** Why the swap key does nothing; undefined if it swaps. */
  readonly swapOff: string | undefined;
  /** The learner's own program, run as the client on the embedded cluster, and the one that replaces it. */
  readonly clientCommand: ClientCommand | undefined;
  readonly betterCommand: ClientCommand | undefined;
  /** The source of the better consumer on kind. */
  readonly betterSource: BetterSource | undefined;
}

/**
 * Reads the lab's manifests, or those in `--lab-dir`, and changes a copy if the cluster needs it.
 * @throws LabError `usage` or `manifest`: a file is missing, broken, or names what the session may not touch
 */
export function readLabFiles(options: Options, rate?: number): LabFiles {
  const { labDir } = options;
  const directory = labDir ?? manifestDirectory();
  const { given, ownClients } = readGiven(labDir);
  const before = {
    ...given,
    'clients.yml': rate === undefined ? given['clients.yml'] : withRate(given['clients.yml'], rate),
  };
  const client = chooseClient(options);
  const manifests = adapt(before, options, client, rate);
  const facts = factsOn(manifests, options, client);
  const notes = [
    ...(labDir === undefined || options.isOfLab === true
      ? []
      : describeDifferences(labDir, given, manifests, options)),
    ...(ownClients
      ? [`${labDir} has no clients.yml: the lab's own clients are used, with the names of your brokers.`]
      : []),
    ...client.notes,
    ...describeChanges(before, manifests),
  ];
  return {
    manifests,
    facts,
    scripts: chooseScripts(options),
    directory,
    notes,
    swapOff: client.swapOff ?? (options.isOfLab === true ? 'this lab has no second consumer' : undefined),
    clientCommand: client.command,
    betterCommand: client.betterCommand,
    betterSource: client.betterSource,
  };
}

/** The manifests as they are on disk. A directory without clients.yml gets the lab's own, which then find its brokers. */
function readGiven(labDir: string | undefined): { given: ManifestSet; ownClients: boolean } {
  const own = readManifestSet(manifestDirectory());
  if (labDir === undefined) return { given: own, ownClients: false };
  const given = readManifestSet(labDir, manifestDirectory());
  if (existsSync(join(labDir, 'clients.yml'))) return { given, ownClients: false };
  const { lab } = readFacts(given);
  const clients = withBrokerAddresses(
    own['clients.yml'],
    brokerHosts(lab).map((host) => `${host}:${lab.brokerPort}`),
  );
  return { given: { ...given, 'clients.yml': clients }, ownClients: true };
}

/** Messages per second of the lab's own manifest. */
const usualRate = 500;

/** What the cluster needs in a copy of the manifests. */
function adapt(
  manifests: ManifestSet,
  options: Options,
  client: ChosenClient,
  rate = usualRate,
): ManifestSet {
  if (options.cluster === 'context') return forContext(manifests, options);
  const isOwnProgram = options.cluster === 'embedded' && client.command === undefined;
  return isOwnProgram
    ? { ...manifests, 'clients.yml': withOwnClients(manifests['clients.yml'], rate) }
    : manifests;
}

/** The lab in a namespace: adds the namespace to host names, and runs clients that need no image of their own. */
function forContext(manifests: ManifestSet, options: Options): ManifestSet {
  const namespace = options.namespace ?? defaultNamespace;
  const services = serviceNames('kafka.yml', manifests['kafka.yml']);
  const clients = withNamespace('clients.yml', manifests['clients.yml'], services, namespace);
  return {
    'cluster.yml': manifests['cluster.yml'],
    'kafka.yml': withNamespace('kafka.yml', manifests['kafka.yml'], services, namespace),
    'clients.yml':
      options.clientImage === undefined
        ? withClientProgram(clients, {
            image: options.nodeImage ?? stockNodeImage,
            configMap: programConfigMap,
            file: programFile,
          })
        : withClientImage(clients, options.clientImage),
  };
}

/** The embedded cluster has five nodes, whatever cluster.yml says; a context's nodes are counted when it answers. */
function factsOn(manifests: ManifestSet, options: Options, client: ChosenClient): ManifestFacts {
  const facts = readFacts(manifests);
  const nodes = options.cluster === 'kind' ? facts.lab.nodes : kafkaFacts.nodes;
  const namespace =
    options.cluster === 'context' ? (options.namespace ?? defaultNamespace) : facts.lab.namespace;
  const { group, ...named } = facts.lab;
  // A foreign program joins a group of its own choosing, unless clients.yml sets one.
  const known = group === undefined || (client.isForeign && !facts.namesGroup) ? named : facts.lab;
  const swap = client.swap.by === 'role' ? {} : { swap: client.swap };
  return { ...facts, lab: { ...known, nodes, namespace, ...swap } };
}

function chooseScripts({ cluster, labDir }: Options): LabFiles['scripts'] {
  const choose = (name: string): string => {
    const own = labDir === undefined ? undefined : join(labDir, name);
    if (own === undefined || cluster !== 'kind' || !existsSync(own)) return join(scriptDirectory(), name);
    refuseClusterNames(own);
    return own;
  };
  return { reset: choose('reset_cluster.sh'), build: choose('build.sh') };
}

function describeDifferences(
  labDir: string,
  given: ManifestSet,
  applied: ManifestSet,
  { cluster }: Options,
): string[] {
  const facts = readFacts(given);
  const differences = compareFacts(facts.lab, kafkaFacts).filter(
    (line) => cluster === 'kind' || !line.startsWith('nodes:'),
  );
  const nodes =
    cluster === 'embedded' && facts.lab.nodes !== kafkaFacts.nodes
      ? [`nodes: cluster.yml has ${facts.lab.nodes}, but the embedded cluster always has ${kafkaFacts.nodes}`]
      : [];
  const all = [...differences, ...nodes];
  return [
    `The manifests come from ${labDir}${all.length === 0 ? " and match the lab's." : ". Where they differ from the lab's, the checks follow yours:"}`,
    ...all.map((line) => `  ${line}`),
    ...(['kafka.yml', 'clients.yml'] as const)
      .flatMap((name) => describeRepeatedKeys(name, given[name]))
      .map((line) => `  ${line}`),
    ...describeHiddenMounts('kafka.yml', given['kafka.yml']).map((line) => `  ${line}`),
    ...(facts.offsetsReplicas <= facts.lab.brokers
      ? []
      : [
          `  Consumer groups will not work: Kafka keeps their offsets on ${facts.offsetsReplicas} brokers, but there are only ${facts.lab.brokers}. Set KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR in kafka.yml.`,
        ]),
    ...(readFacts(applied).hasMetrics
      ? []
      : [
          '  The clients have no port named `metrics`: their counts come from their log lines and the offsets their group commits. The counting checks say which they used.',
        ]),
  ];
}

function describeChanges(before: ManifestSet, after: ManifestSet): string[] {
  return (['kafka.yml', 'clients.yml'] as const).flatMap((name) => {
    const changes = lineChanges(before[name], after[name]);
    return changes.length === 0
      ? []
      : [`${name} is applied with these changes for this cluster:`, ...changes.map((line) => `  ${line}`)];
  });
}
