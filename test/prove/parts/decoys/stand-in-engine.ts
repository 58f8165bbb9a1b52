import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standIn } from '../../../cluster/stand-ins.ts';

interface EngineState {
  clusters: string[];
  images: string[];
  containers: string[];
  volumes: string[];
}

const theirs: EngineState = {
  clusters: ['theirs', 'lab2', 'kind'],
  images: ['precious:v1', 'ece573-prj05-clients:v0', 'node:18', 'confluentinc/cp-kafka:7.3.5'],
  containers: ['web', 'theirs-control-plane', 'lab2-worker', 'kafka-lab'],
  volumes: ['pgdata'],
};

/**
 * Stand-ins for docker and kind with clusters, images and containers of someone else. They delete what they are told to: by name, or everything
 * of a kind for `prune` and `--all`. The cluster that this kind creates is the one of `kubeconfig`.
 */
export class StandInEngine {
  readonly bin: string;
  readonly #state: string;

  private constructor(bin: string, state: string) {
    this.bin = bin;
    this.#state = state;
  }

  static async make(directory: string, kubeconfig: string, build: readonly string[]): Promise<StandInEngine> {
    const bin = join(directory, 'bin');
    const state = join(directory, 'engine.json');
    mkdirSync(bin, { recursive: true });
    writeFileSync(state, JSON.stringify(theirs));
    const head = `
const fs = require('fs');
const args = process.argv.slice(2);
const state = JSON.parse(fs.readFileSync(${JSON.stringify(state)}, 'utf8'));
const save = () => fs.writeFileSync(${JSON.stringify(state)}, JSON.stringify(state));
const remove = (kind, names) => { state[kind] = state[kind].filter((one) => !names.includes(one)); save(); };
const flag = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
`;
    await standIn(
      bin,
      'kind',
      `${head}
const [verb, what] = args;
if (verb === 'create') { fs.copyFileSync(${JSON.stringify(kubeconfig)}, process.env.KUBECONFIG); state.clusters.push(flag('--name') ?? process.env.KIND_CLUSTER_NAME ?? 'kind'); save(); }
if (verb === 'delete') {
  if (args.includes('--all') || args.includes('-A')) remove('clusters', [...state.clusters]);
  else remove('clusters', what === 'clusters' ? args.slice(2) : [flag('--name') ?? process.env.KIND_CLUSTER_NAME ?? 'kind']);
}
if (verb === 'get' && what === 'clusters') console.log(state.clusters.join('\\n'));
if (verb === 'get' && what === 'nodes') console.log(['control-plane', 'worker', 'worker2', 'worker3', 'worker4'].map((role) => 'kind-lab-' + role).join('\\n'));
if (verb === 'load' && args[2] === 'ece573-prj05-clients:v1') require('child_process').execFileSync(process.execPath, ${JSON.stringify(build)});
`,
    );
    await standIn(
      bin,
      'docker',
      `${head}
const [first, second, ...rest] = args;
const kinds = { container: 'containers', image: 'images', volume: 'volumes' };
if (first === 'info') console.log('27.0.0 []');
if (first === 'rm' || first === 'kill' || first === 'stop') remove('containers', args.slice(1));
if (first === 'rmi') remove('images', args.slice(1));
if (first === 'system' && second === 'prune') for (const kind of Object.values(kinds)) remove(kind, [...state[kind]]);
if (kinds[first] && second === 'prune') remove(kinds[first], [...state[kinds[first]]]);
if (kinds[first] && (second === 'rm' || second === 'kill')) remove(kinds[first], rest);
if (first === 'image' && second === 'inspect') process.exit(args.at(-1).includes('cp-kafka') ? 0 : 1);
if (first === 'build' || first === 'tag') { const tag = first === 'build' ? flag('-t') : args.at(-1); remove('images', [tag]); state.images.push(tag); save(); console.log('Successfully tagged ' + tag); }
`,
    );
    return new StandInEngine(bin, state);
  }

  touched(): string[] {
    const now = JSON.parse(readFileSync(this.#state, 'utf8')) as EngineState;
    return (Object.keys(theirs) as (keyof EngineState)[]).flatMap((kind) =>
      theirs[kind]
        .filter((one) => !now[kind].includes(one))
        .map((one) => `\`${one}\` is gone from the ${kind}`),
    );
  }
}
