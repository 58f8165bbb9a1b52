import { capture, chooseEngine, type Engine, nameFor, probeEngine } from '../../cluster/kind/engine.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Finding } from './finding.ts';

/** The container engine and its resources. */
export interface EngineSeen {
  readonly findings: readonly Finding[];
  readonly engine: Engine | undefined;
  /** Bytes and processors that containers share; undefined if it does not report them. */
  readonly memory: number | undefined;
  readonly processors: number | undefined;
  /** Where it keeps images, if that is a directory on this machine. */
  readonly directory: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
const nothing = { engine: undefined, memory: undefined, processors: undefined, directory: undefined };

/** Checks the engine that kind would use: absent, not running, not permitted, too old, or ready. */
export async function lookAtEngine(environment: Environment): Promise<EngineSeen> {
  let engine: Engine;
  try {
    engine = await chooseEngine(environment);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return { ...nothing, findings: [{ what: 'engine', level: 'missing', found: error.message, ...hint }] };
  }
  const state = await probeEngine(engine, environment);
  if (state.kind !== 'ready') {
    const why = {
      absent: 'not on PATH',
      'not-running': 'is not running',
      'not-permitted': 'denies you access',
      'too-old': 'is too old',
      failed: 'does not work',
    }[state.kind];
    const found = state.kind === 'absent' ? why : `${why} (${state.detail})`;
    return { ...nothing, findings: [{ what: engine, level: 'missing', found, hint: state.hint }] };
  }
  const format =
    engine === 'podman'
      ? '{{.Host.MemTotal}} {{.Host.CPUs}} {{.Store.GraphRoot}}'
      : '{{.MemTotal}} {{.NCPU}} {{.DockerRootDir}}';
  const { exitCode, stdout } = await capture(engine, ['info', '--format', format], environment);
  const [memory, processors, ...directory] = exitCode === 0 ? stdout.trim().split(' ') : [];
  const rootless: Finding[] = state.rootless
    ? [
        {
          what: 'rootless',
          level: 'warn',
          found: `${engine} runs without root`,
          hint: 'kind needs cgroup v2 with delegation for it: kind.sigs.k8s.io/docs/user/rootless',
        },
      ]
    : [];
  return {
    engine,
    memory: Number(memory) || undefined,
    processors: Number(processors) || undefined,
    directory: directory.join(' ').startsWith('/') ? directory.join(' ') : undefined,
    findings: [{ what: engine, level: 'ok', found: state.version }, ...rootless],
  };
}

/** Approximate size on disk of images of these repositories, in MB. */
const roughSizes: readonly (readonly [RegExp, number])[] = [
  [/(^|\/)cp-(kafka|zookeeper)\b/, 850],
  [/(^|\/)node:.*alpine/, 160],
  [/(^|\/)kindest\/node\b/, 975],
];

/** Whether each image is present, with its size, or must be pulled. */
export async function lookAtImages(
  engine: Engine,
  images: readonly string[],
  environment: Environment,
): Promise<Finding[]> {
  return Promise.all(
    images.map(async (image): Promise<Finding> => {
      const args = ['image', 'inspect', '--format', '{{.Size}}', nameFor(engine, image)];
      const { exitCode, stdout } = await capture(engine, args, environment);
      const size = Number(stdout.trim());
      if (exitCode === 0)
        return { what: 'image', level: 'ok', found: `${image} is present (${Math.round(size / 1e6)} MB)` };
      const rough = roughSizes.find(([pattern]) => pattern.test(image))?.[1];
      const about = rough === undefined ? '' : `, about ${rough} MB`;
      return { what: 'image', level: 'ok', found: `${image} will be pulled${about}` };
    }),
  );
}

/** Whether a node image is present for a cluster.yml that names none: kind uses the one of its own version. */
export async function lookAtNodeImage(engine: Engine, environment: Environment): Promise<Finding> {
  const args = ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', nameFor(engine, 'kindest/node')];
  const { exitCode, stdout } = await capture(engine, args, environment);
  const here = exitCode === 0 ? stdout.trim().split('\n').filter(Boolean) : [];
  const found =
    here.length === 0
      ? 'kindest/node will be pulled, about 975 MB'
      : `${here.join(', ')} is present; kind pulls its own version's image if that differs`;
  return { what: 'image', level: 'ok', found };
}

/** The first line that a tool prints about its version. */
export async function lookAtTool(
  name: string,
  args: readonly string[],
  hint: string,
  environment: Environment,
  isNeeded: boolean,
): Promise<Finding> {
  const level = isNeeded ? 'missing' : 'warn';
  try {
    const { exitCode, stdout, stderr } = await capture(name, args, environment);
    const first = (exitCode === 0 ? stdout : stderr || stdout).trim().split('\n')[0] ?? '';
    return exitCode === 0
      ? { what: name, level: 'ok', found: first }
      : { what: name, level, found: first || `exit code ${exitCode}`, hint };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { what: name, level, found: 'not on PATH', hint };
  }
}
