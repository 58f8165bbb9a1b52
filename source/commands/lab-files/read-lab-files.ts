import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programConfigMap, programFile } from '../../cluster/context/client-program.ts';
import { defaultNamespace } from '../../cluster/context/create-context-cluster.ts';
import { splitShellWords } from '../../cluster/shell-words.ts';
import { LabError } from '../../errors/lab-error.ts';
import { kafkaFacts } from '../../lab/facts.ts';
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
import { manifestDirectory, scriptDirectory } from '../locations.ts';
import type { Options } from '../options.ts';
import { refuseNaming } from './learner-scripts.ts';

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
  /** The learner's own program, as the client of the embedded cluster. */
  readonly clientCommand: { readonly words: readonly string[]; readonly directory: string } | undefined;
}

export const stockNodeImage = 'node:22-alpine';

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
  const facts = factsOn(manifests, options);
  const client = chooseClient(options);
  const notes = [
    ...(labDir === undefined ? [] : describeDifferences(labDir, readFacts(given), options)),
    ...(client.note === undefined ? [] : [client.note]),
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
function factsOn(manifests: ManifestSet, options: Options): ManifestFacts {
  const facts = readFacts(manifests);
  const nodes = options.cluster === 'kind' ? facts.lab.nodes : kafkaFacts.nodes;
  const namespace = options.cluster === 'context' ? (options.namespace ?? defaultNamespace) : 'default';
  return { ...facts, lab: { ...facts.lab, nodes, namespace } };
}

interface ChosenClient {
  readonly swapOff?: string;
  readonly command?: { readonly words: readonly string[]; readonly directory: string };
  readonly note?: string;
}

/** Whose program the clients are. */
function chooseClient({ cluster, labDir, clientCommand, clientImage }: Options): ChosenClient {
  const isForeignBuild = labDir !== undefined && buildsAnotherImage(labDir);
  if (clientCommand !== undefined) {
    const words = splitShellWords(clientCommand);
    if (words.length === 0)
      throw new LabError('usage', '--client-command is empty', {
        hint: "give a program: --client-command './clients'",
      });
    return {
      command: { words, directory: labDir ?? process.cwd() },
      swapOff: `the client is your own program (\`${clientCommand}\`): start it with your better consumer and deploy it again`,
      note: `The clients are your own program: ${clientCommand}`,
    };
  }
  if (!isForeignBuild) return {};
  const swapOff =
    'the clients image is your own: build it from your better consumer, then `kubectl rollout restart` the consumer';
  if (cluster === 'kind') return { swapOff, note: 'The clients image is built from your own directory.' };
  if (cluster === 'context') {
    if (clientImage !== undefined)
      return { swapOff, note: `The clients run from your image ${clientImage}.` };
    throw new LabError(
      'usage',
      `the image that \`${labDir}\` builds cannot be put on this cluster from here`,
      {
        hint: 'push it where the nodes can pull it, and give its name with `--client-image IMAGE`',
      },
    );
  }
  throw new LabError(
    'usage',
    `the image that \`${labDir}\` builds cannot run on the embedded cluster: there is no container engine in it`,
    {
      hint: "run your program as the client with `--client-command 'CMD …'`, or use `--cluster kind`",
    },
  );
}

/** True where the directory makes a clients image that is not the lab's: from a Dockerfile, or by a script alone. */
function buildsAnotherImage(directory: string): boolean {
  const dockerfile = join(directory, 'Dockerfile');
  if (existsSync(dockerfile)) return !readFileSync(dockerfile, 'utf8').includes(programFile);
  return existsSync(join(directory, 'build.sh'));
}

function chooseScripts({ cluster, labDir }: Options): LabFiles['scripts'] {
  const choose = (name: string): string => {
    const own = labDir === undefined ? undefined : join(labDir, name);
    if (own === undefined || cluster !== 'kind' || !existsSync(own)) return join(scriptDirectory(), name);
    refuseNaming(own);
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
          '  The clients name no port `metrics`: what they received cannot be counted, and the counting checks will say so.',
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
