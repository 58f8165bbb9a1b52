import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster, ClusterState } from '../../../source/cluster/model/cluster.ts';
import { CurrentObserver } from '../../../source/commands/clusters/current-observer.ts';
import { readManifestSet } from '../../../source/manifests/manifest-set.ts';
import { readFacts } from '../../../source/manifests/read-facts.ts';
import { type FakeApi, list, pod, sendJson, startFakeApi, until } from '../../cluster/fake-api.ts';

const facts = readFacts(readManifestSet('manifests'));
const nodes = '/api/v1/nodes';
const pods = '/api/v1/namespaces/default/pods';
const limit = () => AbortSignal.timeout(15_000);
let fake: FakeApi;
let cluster: Cluster;
let enter: (state: ClusterState) => void;
let told: string[];
let current: CurrentObserver;

beforeEach(async () => {
  fake = await startFakeApi();
  const listeners = new Set<(state: ClusterState) => void>();
  let state: ClusterState = 'ready';
  cluster = {
    kind: 'context',
    name: 'theirs',
    kubeconfig: fake.kubeconfig,
    context: 'fake',
    namespace: 'default',
    get state() {
      return state;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach: async () => true,
    existing: async () => undefined,
    reset: () => Promise.reject(new Error('not here')),
    build: () => Promise.reject(new Error('not here')),
    down: async () => {},
    close: async () => {},
  };
  enter = (next) => {
    state = next;
    for (const listener of listeners) listener(next);
  };
  told = [];
  current = new CurrentObserver(
    cluster,
    () => facts,
    (level, text) => told.push(`${level}: ${text}`),
  );
});
afterEach(async () => {
  await current.close();
  await fake.close();
});

const asked = (path: string): number => fake.requests.filter((request) => request.path === path).length;

describe('a check that was under way when the cluster fell silent', () => {
  it('failed because the observer was closed: it waits for the next one', async () => {
    const waiting: ServerResponse[] = [];
    fake.on(nodes, (_: unknown, response: ServerResponse) => waiting.push(response));
    const looking = current.get().look('nodes', limit());
    await until(() => waiting.length === 1);
    enter('silent');
    await until(() => waiting.length === 2);
    enter('ready');
    sendJson(waiting[1]!, 200, list('Node', []));
    expect(await looking).toEqual([]);
  });

  it('failed because nothing answered during the silence: it is made again once the cluster answers', async () => {
    fake.on(nodes, (_: unknown, response: ServerResponse) => response.destroy());
    enter('silent');
    const looking = current.get().look('nodes', limit());
    await until(() => asked(nodes) > 0);
    fake.on(nodes, list('Node', []));
    enter('ready');
    expect(await looking).toEqual([]);
    expect(told).toEqual([]);
  });

  it('waits no longer than its own time limit', async () => {
    fake.on(nodes, (_: unknown, response: ServerResponse) => response.destroy());
    enter('silent');
    const over = new AbortController();
    const looking = current.get().look('nodes', over.signal);
    await until(() => asked(nodes) > 0);
    over.abort(new Error('its time is up'));
    await expect(looking).rejects.toThrow();
    await current.close();
    expect(asked(nodes)).toBe(1);
  });

  it('fails with the state of a cluster that is gone', async () => {
    fake.on(nodes, () => {});
    const looking = current.get().look('nodes', limit());
    await until(() => asked(nodes) === 1);
    enter('silent');
    enter('gone');
    await expect(looking).rejects.toThrow('the cluster is gone');
  });

  it('goes on with the next observer if a file of the learner has changed', async () => {
    fake.on(nodes, () => {});
    const looking = current.get().look('nodes', limit());
    await until(() => asked(nodes) === 1);
    fake.on(nodes, list('Node', []));
    await current.renew();
    expect(await looking).toEqual([]);
  });

  it('fails at once if the cluster answers, and says that there is no such thing', async () => {
    await expect(current.get().look('nodes', limit())).rejects.toThrow(`no ${nodes}`);
  });
});

it('reports an outage of the API server once, however often the observer is renewed in it', async () => {
  fake.on(nodes, (_: unknown, response: ServerResponse) => response.destroy());
  const look = () => current.get().look('nodes', limit());
  await expect(look()).rejects.toThrow('does not answer');
  await current.renew();
  await expect(look()).rejects.toThrow('does not answer');
  fake.on(nodes, list('Node', []));
  await current.renew();
  expect(await look()).toEqual([]);
  expect(told).toEqual([
    expect.stringMatching(/^error: the API server .* does not answer/),
    expect.stringMatching(/^info: the API server answers again/),
  ]);
});

describe('the logs of a cluster that was silent', () => {
  interface FakePod {
    uid: string;
    /** Lines by run of its container. */
    runs: string[][];
  }
  type Request = { query: URLSearchParams };
  let running: Map<string, FakePod>;
  let lines: string[];
  let stop: AbortController;
  let following: Promise<void>;
  let written: number;

  /** Each line has a second of its own, or shares that of the line before it. */
  function write(name: string, text: string, isSameSecond = false): void {
    if (!isSameSecond) written += 1;
    const line = `${new Date(Date.UTC(2026, 10, 22, 10) + written * 1_000).toISOString().slice(0, 19)}.000000000Z ${text}`;
    running.get(name)?.runs.at(-1)?.push(line);
  }

  const objectOf = (name: string, { uid, runs }: FakePod): object =>
    pod(name, {
      metadata: { name, namespace: 'default', uid, labels: { app: 'demo' } },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'main', restartCount: runs.length - 1 }],
      },
    });

  function serve(name: string, uid: string): void {
    running.set(name, { uid, runs: [[]] });
    fake.on(`${pods}/${name}`, (_: unknown, response: ServerResponse) =>
      sendJson(response, 200, objectOf(name, running.get(name)!)),
    );
    fake.on(`${pods}/${name}/log`, ({ query }: Request, response: ServerResponse) => {
      const { runs } = running.get(name)!;
      const since = Date.parse(query.get('sinceTime') ?? '1970-01-01T00:00:00Z');
      const isPrevious = query.get('previous') === 'true';
      const log = (runs.at(isPrevious ? -2 : -1) ?? []).filter(
        (line) => Date.parse(line.slice(0, 30)) >= since,
      );
      const tail = Number(query.get('tailLines') ?? log.length);
      response.write(
        log
          .slice(log.length - Math.min(tail, log.length))
          .map((line) => `${line}\n`)
          .join(''),
      );
      if (isPrevious) response.end();
    });
  }

  beforeEach(async () => {
    [running, lines, written, stop] = [new Map(), [], 0, new AbortController()];
    fake.on(pods, ({ query }: Request, response: ServerResponse) => {
      if (query.get('watch') === 'true') response.writeHead(200).flushHeaders();
      else
        sendJson(
          response,
          200,
          list(
            'Pod',
            [...running].map(([name, one]) => objectOf(name, one)),
          ),
        );
    });
    serve('web', 'first');
    for (const text of ['a', 'b']) write('web', text);
    write('web', 'b', true);
    following = current.get().followLogs(
      'app=demo',
      (line) => lines.push(`${line.pod}: ${line.text}`),
      stop.signal,
      (error) => {
        throw error;
      },
    );
    await until(() => lines.length === 3);
  });
  afterEach(async () => {
    stop.abort();
    await following;
  });

  /** The streams of before are dead; `meanwhile` happens before there are others. */
  async function beSilent(meanwhile: () => void): Promise<void> {
    const streams = asked(`${pods}/web/log`);
    meanwhile();
    enter('silent');
    enter('ready');
    await until(() => asked(`${pods}/web/log`) > streams);
  }

  it('were shown and recorded again from their start: each line comes once, and none is missed', async () => {
    await beSilent(() => {
      write('web', 'b', true);
      write('web', 'c');
    });
    await until(() => lines.includes('web: c'));
    await beSilent(() => write('web', 'd'));
    await until(() => lines.includes('web: d'));
    expect(lines).toEqual(['a', 'b', 'b', 'b', 'c', 'd'].map((text) => `web: ${text}`));
  });

  it('go on with the rest of the earlier run of a container that was restarted meanwhile', async () => {
    await beSilent(() => {
      write('web', 'last words');
      running.get('web')?.runs.push([]);
      write('web', 'again');
    });
    await until(() => lines.includes('web: again'));
    expect(lines.slice(3)).toEqual(['web: last words', 'web: again']);
  });

  it('start anew with a pod that took the place and the name of another', async () => {
    await beSilent(() => {
      running.set('web', { uid: 'second', runs: [[]] });
      written = 0;
      for (const text of ['a', 'z']) write('web', text);
    });
    await until(() => lines.includes('web: z'));
    expect(lines.slice(3)).toEqual(['web: a', 'web: z']);
  });

  it('begin at the start with a pod that was made meanwhile, however much it has written', async () => {
    await beSilent(() => {
      serve('late', 'late');
      for (let line = 0; line < 2_500; line += 1) write('late', `${line}`);
    });
    await until(() => lines.includes('late: 2499'));
    expect(lines.slice(3)).toEqual(Array.from({ length: 2_500 }, (_, line) => `late: ${line}`));
  });
});
