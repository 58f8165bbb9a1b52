import { LabError } from '../../errors/lab-error.ts';
import { findTool } from '../find-tool.ts';
import { installHint } from '../install-hints.ts';
import { missingTool, runProcess } from '../process-runner.ts';

/** The container engines that kind runs on; it calls them providers. */
export const engines = ['docker', 'podman', 'nerdctl'] as const;
export type Engine = (typeof engines)[number];
type Environment = Readonly<Record<string, string | undefined>>;

/** The engine that `KIND_EXPERIMENTAL_PROVIDER` names, as kind reads it; otherwise the first on PATH, docker before the others. */
export async function chooseEngine(environment: Environment): Promise<Engine> {
  const named = environment.KIND_EXPERIMENTAL_PROVIDER;
  if (named) {
    if ((engines as readonly string[]).includes(named)) return named as Engine;
    throw new LabError('usage', `KIND_EXPERIMENTAL_PROVIDER is \`${named}\``, {
      hint: `set it to one of ${engines.join(', ')}, or unset it`,
    });
  }
  for (const engine of engines) if ((await findTool(engine, environment)) !== undefined) return engine;
  return 'docker';
}

export type EngineState =
  | { readonly kind: 'ready'; readonly version: string; readonly rootless: boolean }
  | {
      readonly kind: 'absent' | 'not-running' | 'not-permitted' | 'too-old' | 'failed';
      readonly detail: string;
      readonly hint: string;
    };

/** Docker before 20.10 does not support cgroup v2, and kind's nodes then fail with unrelated messages. */
const leastDocker = [20, 10] as const;
const answerWithinMs = 10_000;

/** Asks the engine for its version. An engine that does not respond is distinguished from one that denies access. */
export async function probeEngine(engine: Engine, environment: Environment): Promise<EngineState> {
  if ((await findTool(engine, environment)) === undefined)
    return { kind: 'absent', detail: 'not on PATH', hint: installHint(engine) };
  const format =
    engine === 'podman'
      ? '{{.Version.Version}} {{.Host.Security.Rootless}}'
      : '{{.ServerVersion}} {{.SecurityOptions}}';
  const { exitCode, stdout, stderr } = await capture(engine, ['info', '--format', format], environment);
  const detail = (stderr.trim().split('\n').at(-1) ?? '').slice(0, 300);
  const version = stdout.trim().split(' ')[0] ?? '';
  if (exitCode === 0 && /^\d/.test(version)) {
    const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
    if (
      engine === 'docker' &&
      (major < leastDocker[0] || (major === leastDocker[0] && minor < leastDocker[1]))
    )
      return {
        kind: 'too-old',
        detail: `version ${version}`,
        hint: `install Docker ${leastDocker.join('.')} or newer`,
      };
    return { kind: 'ready', version, rootless: /rootless|true/.test(stdout) };
  }
  const all = `${stdout}\n${stderr}`;
  if (/permission denied/i.test(all))
    return {
      kind: 'not-permitted',
      detail: detail || 'permission denied',
      hint:
        engine === 'docker'
          ? 'add yourself to its group (`sudo usermod -aG docker $USER`) and sign in again'
          : `check that you may use ${engine}`,
    };
  if (
    /cannot connect|is the docker daemon running|connection refused|no such file|does .* running/i.test(all)
  )
    return { kind: 'not-running', detail: detail || 'does not answer', hint: startHint(engine) };
  return {
    kind: 'failed',
    detail: detail || `\`${engine} info\` ended with exit code ${exitCode}`,
    hint: `check the output of \`${engine} info\``,
  };
}

/** @throws LabError `machine-lacks`: the engine cannot be used, with the reason and what to do. */
export async function requireEngine(engine: Engine, environment: Environment): Promise<void> {
  const state = await probeEngine(engine, environment);
  if (state.kind === 'ready') return;
  if (state.kind === 'absent') throw missingTool(engine);
  const what = {
    'not-running': 'is not running',
    'not-permitted': 'denies you access',
    'too-old': 'is too old',
    failed: 'does not work',
  }[state.kind];
  throw new LabError('machine-lacks', `\`${engine}\` ${what} (${state.detail})`, { hint: state.hint });
}

function startHint(engine: Engine): string {
  if (process.platform === 'linux')
    return engine === 'podman'
      ? 'start it with `systemctl --user start podman.socket`'
      : `start it with \`sudo systemctl start ${engine === 'docker' ? 'docker' : 'containerd'}\``;
  return engine === 'podman'
    ? 'start it with `podman machine start`'
    : 'start Docker Desktop, and wait until `docker info` works';
}

export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An image's name as the engine keeps it, and as the scripts ask for it: all but docker keep names in full, as the nodes read them. */
export function nameFor(engine: Engine, image: string): string {
  if (engine === 'docker') return image;
  const [host = '', ...path] = image.split('/');
  if (path.length === 0) return `docker.io/library/${image}`;
  return /[.:]/.test(host) || host === 'localhost' ? image : `docker.io/${image}`;
}

/** Runs a program to its end, at most ten seconds; keeps the last 64 KiB of what it printed. */
export async function capture(
  file: string,
  args: readonly string[],
  environment: Environment,
  signal: AbortSignal = AbortSignal.timeout(answerWithinMs),
): Promise<Captured> {
  const kept = { stdout: '', stderr: '' };
  const exitCode = await runProcess(file, args, {
    directory: process.cwd(),
    environment,
    signal,
    output: (stream, text) => {
      kept[stream] = (kept[stream] + text).slice(-65_536);
    },
  });
  return { exitCode, ...kept };
}
