import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { programConfigMap, programFile } from '../../cluster/context/client-program.ts';
import { defaultNamespace } from '../../cluster/context/create-context-cluster.ts';
import type { ClientCommand } from '../../cluster/embedded/embedded-cluster.ts';
import type { BetterSource } from '../../cluster/kind/better-source.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import {
  serviceNames,
  withClientImage,
  withClientProgram,
  withNamespace,
  withRate,
} from '../../manifests/change-manifest.ts';
import { lineChanges } from '../../manifests/line-changes.ts';
import { type ManifestSet, readManifestSet } from '../../manifests/manifest-set.ts';
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
  const { labDir, cluster } = options;
  const directory = labDir ?? manifestDirectory();
  const given = readManifestSet(directory, manifestDirectory());
  const before = {
    ...given,
    'clients.yml': rate === undefined ? given['clients.yml'] : withRate(given['clients.yml'], rate),
  };
  const manifests = cluster === 'context' ? forContext(before, options) : before;
  const client = chooseClient(options);
  const facts = factsOn(manifests, options, client);
  const notes = [
    ...(labDir === undefined ? [] : describeDifferences(labDir, readFacts(given), options)),
    ...client.notes,
    ...describeChanges(before, manifests),
  ];
  return {
    manifests,
    facts,
    scripts: chooseScripts(options),
    directory,
    notes,
    swapOff: client.swapOff,
    clientCommand: client.command,
    betterCommand: client.betterCommand,
    betterSource: client.betterSource,
  };
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
  const namespace = options.cluster === 'context' ? (options.namespace ?? defaultNamespace) : 'default';
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

function describeDifferences(labDir: string, facts: ManifestFacts, { cluster }: Options): string[] {
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
    ...(facts.offsetsReplicas <= facts.lab.brokers
      ? []
      : [
          `  Consumer groups will not work: Kafka keeps their offsets on ${facts.offsetsReplicas} brokers, but there are only ${facts.lab.brokers}. Set KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR in kafka.yml.`,
        ]),
    ...(facts.hasMetrics
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
