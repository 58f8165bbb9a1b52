import type { ResourceType } from '../../cluster/api/discovery.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';
import type { Outcome, View, ViewAction, ViewProgram } from '../../ui/views/view.ts';
import { type CommandDetailOptions, commandDetail } from './command-detail.ts';
import {
  inContext,
  inNamespace,
  type KubectlWords,
  objectName,
  type ResourceTarget,
} from './resource-target.ts';
import type { SeenObject } from './resource-view.ts';

export interface ResourceActionsOptions extends Pick<CommandDetailOptions, 'runner' | 'directory'> {
  readonly words: KubectlWords;
  /** A view of what belongs to an object; undefined where nothing does. */
  readonly openOwned: (type: ResourceType, object: SeenObject) => Promise<View | undefined>;
  readonly openTarget: (target: ResourceTarget) => View;
  /** Runs a command that changes the cluster, and records it. */
  readonly typed: (line: string) => Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Runs a command line that has the terminal. */
  readonly inTerminal: (line: string) => ViewProgram;
}

/** Kinds that have logs: pods, and what runs them. */
const logged: readonly string[] = [
  'pods',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
];

const isBuiltIn = ({ group }: ResourceType): boolean => ['', 'apps', 'batch'].includes(group);

/** What can be done with the objects of a kind. */
export function actionsOf(type: ResourceType): ReadonlySet<ViewAction> {
  const hasLogs = isBuiltIn(type) && logged.includes(type.plural);
  return new Set<ViewAction>([
    'open',
    'describe',
    'yaml',
    ...(hasLogs ? (['logs', 'previous-logs'] as const) : []),
    ...(type.group === '' && type.plural === 'pods' ? (['shell'] as const) : []),
    ...(type.verbs.includes('delete') ? (['delete'] as const) : []),
    ...(type.namespaced ? (['namespaces'] as const) : []),
  ]);
}

/** How many lines of a log are read back. */
const logTail = 1_000;

/** Carries out an action on an object: each is a command line of kubectl's. */
export async function performOn(
  action: ViewAction,
  object: SeenObject | undefined,
  target: ResourceTarget,
  options: ResourceActionsOptions,
): Promise<Outcome> {
  const { words, runner, directory } = options;
  const { type } = target;
  if (action === 'namespaces') {
    const namespace = target.namespace === undefined ? words.ownNamespace : undefined;
    return { kind: 'view', view: options.openTarget({ ...target, namespace }), instead: true };
  }
  if (object === undefined) return { kind: 'message', text: `There are no ${type.plural} here.` };
  const kind = objectName(type, words);
  const name = quoteForShell(object.name);
  const where = [...inContext(words), ...inNamespace(type, object.namespace, words)]
    .map((one) => ` ${one}`)
    .join('');
  const detail = (command: string, how: Pick<CommandDetailOptions, 'follows' | 'fromEnd'> = {}): Outcome => ({
    kind: 'detail',
    detail: commandDetail({ runner, directory, title: object.name, command, ...how }),
  });
  const inTerminal = (command: string): Outcome => ({
    kind: 'program',
    command,
    run: options.inTerminal(command),
  });
  const ofLog = type.plural === 'pods' ? name : `${kind}/${name}`;
  const containers =
    /^\d+\/(?:[2-9]|\d\d)/.test(object.ready) && type.plural === 'pods' ? ' --all-containers' : '';
  switch (action) {
    case 'open': {
      const view = await options.openOwned(type, object);
      if (view !== undefined) return { kind: 'view', view };
      return performOn(type.plural === 'pods' ? 'logs' : 'describe', object, target, options);
    }
    case 'describe':
      return detail(`kubectl describe ${kind} ${name}${where}`);
    case 'yaml':
      return detail(`kubectl get ${kind} ${name}${where} -o yaml`);
    case 'logs':
      return detail(`kubectl logs -f --tail=${logTail} ${ofLog}${where}${containers}`, { follows: true });
    case 'previous-logs':
      return detail(`kubectl logs -p --tail=${logTail} ${ofLog}${where}${containers}`, { fromEnd: true });
    case 'shell':
      return inTerminal(`kubectl exec -it ${name}${where} -- sh`);
    case 'delete': {
      const command = `kubectl delete ${kind} ${name}${where}`;
      return {
        kind: 'ask',
        question: 'Delete it?',
        command,
        async yes() {
          const { exitCode, output } = await options.typed(command);
          return { kind: 'message', text: output.trim() || `${command} ended with exit code ${exitCode}.` };
        },
      };
    }
    default:
      // What views of other things take.
      return { kind: 'nothing' };
  }
}
