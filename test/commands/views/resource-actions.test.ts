import { describe, expect, it } from 'vitest';
import type { ResourceType } from '../../../source/cluster/api/discovery.ts';
import {
  actionsOf,
  performOn,
  type ResourceActionsOptions,
} from '../../../source/commands/views/resource-actions.ts';
import { getCommand } from '../../../source/commands/views/resource-target.ts';
import type { SeenObject } from '../../../source/commands/views/resource-view.ts';
import type { Outcome, ViewAction } from '../../../source/ui/views/view.ts';

const typeOf = (plural: string, kind: string, change: Partial<ResourceType> = {}): ResourceType => ({
  group: '',
  version: 'v1',
  plural,
  singular: kind.toLowerCase(),
  shortNames: [],
  categories: [],
  kind,
  namespaced: true,
  verbs: ['get', 'list', 'watch', 'delete'],
  ...change,
});
const pods = typeOf('pods', 'Pod');
const nodes = typeOf('nodes', 'Node', { namespaced: false });
const deployments = typeOf('deployments', 'Deployment', { group: 'apps' });
const events = typeOf('events', 'Event');
const otherEvents = typeOf('events', 'Event', { group: 'events.k8s.io' });
const words = {
  types: [pods, nodes, deployments, events, otherEvents],
  ownNamespace: 'lab',
  needsNamespace: false,
};

const kafka0: SeenObject = { name: 'kafka-0', namespace: 'lab', ready: '1/1' };

async function perform(
  action: ViewAction,
  object: SeenObject | undefined,
  type: ResourceType = pods,
): Promise<{ outcome: Outcome; typed: string[] }> {
  const typed: string[] = [];
  const options: ResourceActionsOptions = {
    words,
    directory: '/lab',
    runner: { run: () => Promise.resolve({ exitCode: 0 }) },
    openOwned: () => Promise.resolve(undefined),
    openTarget: () => {
      throw new Error('no other view is opened here');
    },
    async typed(line) {
      typed.push(line);
      return { exitCode: 0, output: 'pod "kafka-0" deleted\n' };
    },
    inTerminal: () => () => Promise.reject(new Error('there is no terminal here')),
  };
  return { outcome: await performOn(action, object, { type, namespace: 'lab' }, options), typed };
}

/** The command line that an action stands for. */
async function commandOf(...asked: Parameters<typeof perform>): Promise<string | undefined> {
  const { outcome } = await perform(...asked);
  if (outcome.kind === 'detail') {
    outcome.detail.close();
    return outcome.detail.command;
  }
  return 'command' in outcome ? outcome.command : undefined;
}

describe('an action on an object', () => {
  it('is the command line that a person would type', async () => {
    expect(await commandOf('describe', kafka0)).toBe('kubectl describe pod kafka-0');
    expect(await commandOf('yaml', kafka0)).toBe('kubectl get pod kafka-0 -o yaml');
    expect(await commandOf('logs', kafka0)).toBe('kubectl logs -f --tail=1000 kafka-0');
    expect(await commandOf('previous-logs', kafka0)).toBe('kubectl logs -p --tail=1000 kafka-0');
    expect(await commandOf('shell', kafka0)).toBe('kubectl exec -it kafka-0 -- sh');
    expect(await commandOf('delete', kafka0)).toBe('kubectl delete pod kafka-0');
    expect(await commandOf('open', kafka0)).toBe('kubectl logs -f --tail=1000 kafka-0');
  });

  it('names the namespace where it is another one, all containers of a pod with several, the kind before what is no pod', async () => {
    const other = { ...kafka0, namespace: 'kube-system' };
    expect(await commandOf('describe', other)).toBe('kubectl describe pod kafka-0 -n kube-system');
    expect(await commandOf('logs', { ...kafka0, ready: '1/2' })).toMatch(/kafka-0 --all-containers$/);
    const web = { name: 'web', namespace: 'lab', ready: '2/2' };
    expect(await commandOf('logs', web, deployments)).toBe('kubectl logs -f --tail=1000 deployment/web');
    const node = { name: 'worker', namespace: '', ready: '' };
    expect(await commandOf('open', node, nodes)).toBe('kubectl describe node worker');
    expect(await commandOf('describe', { ...kafka0, name: 'e' }, otherEvents)).toBe(
      'kubectl describe event.events.k8s.io e',
    );
  });

  it('quotes a name that a shell would take apart', async () => {
    expect(await commandOf('describe', { ...kafka0, name: 'a; rm -rf b' })).toBe(
      "kubectl describe pod 'a; rm -rf b'",
    );
  });

  it('deletes only after yes, as a recorded command', async () => {
    const { outcome, typed } = await perform('delete', kafka0);
    expect(typed).toEqual([]);
    if (outcome.kind !== 'ask') throw new Error('it did not ask');
    expect(await outcome.yes()).toEqual({ kind: 'message', text: 'pod "kafka-0" deleted' });
    expect(typed).toEqual(['kubectl delete pod kafka-0']);
  });

  it('needs an object', async () => {
    expect((await perform('delete', undefined)).outcome).toEqual({
      kind: 'message',
      text: 'There are no pods here.',
    });
  });
});

it('a kind has only the actions that mean something', () => {
  expect([...actionsOf(pods)]).toContain('shell');
  expect([...actionsOf(nodes)]).toEqual(['open', 'describe', 'yaml', 'delete']);
  expect([...actionsOf(typeOf('events', 'Event', { verbs: ['list'] }))]).not.toContain('delete');
});

it('a view is the command line that prints the same', () => {
  expect(getCommand({ type: pods, namespace: 'lab' }, words)).toBe('kubectl get pods');
  expect(getCommand({ type: pods, namespace: undefined }, words)).toBe('kubectl get pods -A');
  expect(getCommand({ type: nodes, namespace: undefined }, words)).toBe('kubectl get nodes');
  expect(getCommand({ type: pods, namespace: 'lab', labelSelector: 'app in (a,b)' }, words)).toBe(
    "kubectl get pods -l 'app in (a,b)'",
  );
});

it("copied into the user's own shell, a command listed the pods of another namespace", () => {
  const there = { ...words, needsNamespace: true };
  expect(getCommand({ type: pods, namespace: 'lab' }, there)).toBe('kubectl get pods -n lab');
  expect(getCommand({ type: nodes, namespace: undefined }, there)).toBe('kubectl get nodes');
});

it("copied into the user's own shell, a command spoke to the cluster of another context", () => {
  const there = { ...words, needsNamespace: true, context: 'my lab' };
  expect(getCommand({ type: pods, namespace: 'lab' }, there)).toBe(
    "kubectl get pods --context 'my lab' -n lab",
  );
  expect(getCommand({ type: nodes, namespace: undefined }, there)).toBe(
    "kubectl get nodes --context 'my lab'",
  );
});
