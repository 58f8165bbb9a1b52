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

/** The files that a lab runs on, and what was made of them for this cluster. */
export interface LabFiles {
  /** As they are applied. */
  readonly manifests: ManifestSet;
  readonly facts: ManifestFacts;
  readonly scripts: { readonly reset: string; readonly build: string };
  /** Where the manifests were read. */
  readonly directory: string;
  /** Said at each reset: how these files differ from the lab's, and how they were changed. */
  readonly notes: readonly string[];
  /** Why the consumer cannot be swapped by a key; undefined where it can. */
  readonly swapOff: string | undefined;
  /** The learner's own program, as the client of the embedded cluster, and the one that takes its place. */
  readonly clientCommand: ClientCommand | undefined;
  readonly betterCommand: ClientCommand | undefined;
  /** What the better consumer is built from on kind. */
  readonly betterSource: BetterSource | undefined;
}

/**
 * Reads the lab's manifests, or those of `--lab-dir`, and changes a copy where the cluster needs it.
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

/** The lab in a namespace: its name in the host names, and clients that need no image of their own. */
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

/** The embedded cluster has five nodes, whatever cluster.yml says; those of a context are counted when it answers. */
function factsOn(manifests: ManifestSet, options: Options, client: ChosenClient): ManifestFacts {
  const facts = readFacts(manifests);
  const nodes = options.cluster === 'kind' ? facts.lab.nodes : kafkaFacts.nodes;
  const namespace = options.cluster === 'context' ? (options.namespace ?? defaultNamespace) : 'default';
  const { group, ...named } = facts.lab;
  // A program of somebody else's joins a group of its own name, unless clients.yml tells it one.
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
      ? [
          `nodes: cluster.yml has ${facts.lab.nodes}; the embedded cluster has ${kafkaFacts.nodes} all the same`,
        ]
      : [];
  const all = [...differences, ...nodes];
  return [
    `The manifests are those of ${labDir}${all.length === 0 ? ', and say what the lab says.' : '. Where they differ from the lab, the checks go by yours:'}`,
    ...all.map((line) => `  ${line}`),
    ...(facts.offsetsReplicas <= facts.lab.brokers
      ? []
      : [
          `  Consumer groups will not work: Kafka keeps their offsets on ${facts.offsetsReplicas} brokers, and there are ${facts.lab.brokers}. Set KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR in kafka.yml.`,
        ]),
    ...(facts.hasMetrics
      ? []
      : [
          '  The clients name no port `metrics`: what they received is known by their log lines and by what their group commits, and the counting checks say which they went by.',
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
