import { devNull } from 'node:os';
import { installHint } from '../../cluster/install-hints.ts';
import { exitCodes } from '../../errors/lab-error.ts';
import { objectsIn, valueAt } from '../../json/json-value.ts';
import { parseQuantity } from '../../kubernetes-values/quantity.ts';
import { containersOf } from '../../manifests/find-workloads.ts';
import { objectsOf } from '../../manifests/parse-manifest.ts';
import { safe, safeJson } from '../../text/safe-text.ts';
import type { Options } from '../command-line/options.ts';
import { type LabFiles, readLabFiles } from '../lab-files/read-lab-files.ts';
import { stockNodeImage } from '../lab-files/stock-node-image.ts';
import { print } from '../output/streams.ts';
import { lookAtContext, lookForKubeconfig } from './context.ts';
import { lookAtEngine, lookAtImages, lookAtNodeImage, lookAtTool } from './engine.ts';
import { type Diagnosis, type Finding, judge, renderDiagnoses } from './finding.ts';
import { disk, home, inotify, memory, openFiles, ownNames, processors } from './machine.ts';

/** What five kind nodes need besides the pods of the lab, in MiB. */
const kindNodesMiB = 3_000;
const kindDiskMiB = 10_000;
const embeddedMemoryMiB = 256;
const embeddedDiskMiB = 200;

/** `kafka-lab doctor`: what this machine has and lacks for each kind of cluster. Exit 3 if the chosen kind cannot run. */
export async function doctor(options: Options): Promise<number> {
  const diagnoses = await diagnose(options);
  print(options.flags.json === true ? safe`${safeJson(diagnoses, 2)}\n` : renderDiagnoses(diagnoses));
  const chosen = diagnoses.find(({ cluster }) => cluster === options.cluster);
  return chosen?.ok === false ? exitCodes.machineLacks : exitCodes.passed;
}

export async function diagnose(
  options: Options,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Diagnosis[]> {
  const files = readLabFiles(options);
  const place = home(options.home);
  const node: Finding = { what: 'node', level: 'ok', found: process.version };
  const kubectl = await lookAtTool(
    'kubectl',
    ['version', '--client'],
    `the built-in one is used; ${installHint('kubectl')}`,
    // Some kubectl wrappers ask the kubeconfig's cluster for its version and write to the user's cache: so it gets no kubeconfig.
    { ...environment, KUBECONFIG: devNull },
    false,
  );
  const [kind, context] = await Promise.all([
    lookAtKind(options, files, environment),
    // Only on request: talking to the user's cluster may prompt them to sign in.
    options.cluster === 'context' ? lookAtContext(options, files) : [lookForKubeconfig(environment)],
  ]);
  return [
    judge('embedded', [
      node,
      place,
      ...openFiles(),
      memory(embeddedMemoryMiB),
      disk(embeddedDiskMiB, options.home),
      await ownNames(),
    ]),
    judge('kind', [node, place, ...kind, kubectl]),
    judge('context', [node, place, ...context, kubectl]),
  ];
}

async function lookAtKind(
  options: Options,
  files: LabFiles,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const [seen, kind] = await Promise.all([
    lookAtEngine(environment),
    lookAtTool('kind', ['version'], installHint('kind'), environment, true),
  ]);
  const asked = requestsOf(files);
  const ofNodes = nodeImages(files);
  const images = [...ofNodes, ...files.facts.serviceImages, options.nodeImage ?? stockNodeImage];
  return [
    ...seen.findings,
    kind,
    ...inotify(),
    seen.memory === undefined
      ? memory(kindNodesMiB + asked.memoryMiB)
      : memory(kindNodesMiB + asked.memoryMiB, seen.memory, 'for containers'),
    processors(Math.ceil(asked.cpu), seen.processors),
    disk(kindDiskMiB, seen.directory ?? options.home),
    ...(seen.engine === undefined || ofNodes.length > 0
      ? []
      : [await lookAtNodeImage(seen.engine, environment)]),
    ...(seen.engine === undefined ? [] : await lookAtImages(seen.engine, images, environment)),
  ];
}

/** The distinct node images in cluster.yml. */
function nodeImages(files: LabFiles): string[] {
  const nodes = objectsIn(objectsOf('cluster.yml', files.manifests['cluster.yml'])[0]?.nodes);
  return [...new Set(nodes.map(({ image }) => image).filter((image) => typeof image === 'string'))];
}

/** The sum of the requests of the pods in kafka.yml. */
function requestsOf(files: LabFiles): { readonly cpu: number; readonly memoryMiB: number } {
  let cpu = 0;
  let bytes = 0;
  for (const object of objectsOf('kafka.yml', files.manifests['kafka.yml'])) {
    const replicas = Number(valueAt(object, 'spec', 'replicas') ?? 1) || 0;
    for (const { resources } of containersOf(object)) {
      cpu += replicas * parseQuantity(valueAt(resources, 'requests', 'cpu'));
      bytes += replicas * parseQuantity(valueAt(resources, 'requests', 'memory'));
    }
  }
  return { cpu, memoryMiB: Math.round(bytes / 2 ** 20) };
}
