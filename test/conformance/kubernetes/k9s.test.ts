import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { openPty, type PtyScreen } from '../../terminal/pty-screen.ts';
import { has, runTool } from '../tools.ts';

/** The k9s under test: KAFKA_LAB_K9S, or the one on PATH. */
const k9s = process.env.KAFKA_LAB_K9S ?? 'k9s';

const enter = '\r';
const escapeKey = '\x1b';
const tab = '\t';
const controlD = '\x04';
const backspace = '\x7f';
const withinMs = 20_000;
/** A redrawn prompt may keep a letter of what was in front of the dog before. */
const prompt = /🐶.?>/u;

/** k9s (should pass): what a user does with it, by its keys, on the screen that they would see. */
describe.skipIf(!has(k9s))('k9s', () => {
  let cluster: ServedCluster;
  let screen: PtyScreen;
  const outcomes = new Map<string, 'pass' | 'FAIL'>();

  beforeAll(async () => {
    cluster = await serveCluster('--apply', 'manifests/kafka.yml');
    const ready = ['rollout', 'status', 'sts/kafka', '--timeout=30s'];
    if (has('kubectl')) await runTool('kubectl', ready, { env: cluster.env });
    screen = openPty(k9s, ['--logFile', `${cluster.home}/k9s.log`, '-n', 'default'], {
      columns: 160,
      rows: 50,
      env: {
        KUBECONFIG: cluster.kubeconfig,
        HOME: cluster.home,
        K9S_CONFIG_DIR: `${cluster.home}/k9s`,
        XDG_STATE_HOME: cluster.home,
        XDG_DATA_HOME: cluster.home,
        XDG_CONFIG_HOME: cluster.home,
      },
    });
  });
  afterAll(async () => {
    screen?.close();
    await cluster?.close();
    const width = Math.max(0, ...[...outcomes.keys()].map((name) => name.length));
    const lines = [...outcomes].map(([name, outcome]) => `${name.padEnd(width)}  ${outcome}`);
    console.info(['k9s (should pass)', ...lines].join('\n'));
  });

  const cell = (name: string, work: () => Promise<void>) =>
    it(name, async () => {
      outcomes.set(name, 'FAIL');
      await work();
      outcomes.set(name, 'pass');
    });

  /** `:pods` and similar commands: the prompt must be there before the name is typed, and the view before its keys are. */
  async function open(view: string, shows: string | RegExp): Promise<string> {
    screen.type(':');
    await screen.sees(prompt, withinMs);
    screen.type(`${view}${enter}`);
    return screen.sees(shows, withinMs);
  }

  /** One key after the other, each once the previous one has been drawn. */
  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const drawn = screen.bytes().length;
      screen.type(key);
      await expect.poll(() => screen.bytes().length, { timeout: withinMs }).toBeGreaterThan(drawn);
    }
  }

  /** A key that opens a page over the table, and Escape back to it. */
  async function look(key: string, shows: string | RegExp, back: string | RegExp): Promise<void> {
    screen.type(key);
    await screen.sees(shows, withinMs);
    screen.type(escapeKey);
    await screen.sees(back, withinMs);
  }

  const pods = /pods\(default\)\[\d+\]/;

  cell('starts on the pods', async () => {
    const seen = await screen.sees(/kafka-2 .*1\/1 .*Running/, withinMs);
    expect(seen).toMatch(pods);
    expect(seen).toMatch(/K8s Rev: +v1\.32/);
    expect(seen).toMatch(/zookeeper-0 .*1\/1 .*Running/);
  });

  cell('describes a pod', () =>
    look('d', /Describe\(default\/kafka-0\)[\s\S]*Name: +kafka-0[\s\S]*Service Account: +default/, pods),
  );

  cell('shows a pod as YAML', () =>
    look('y', /YAML\(default\/kafka-0\)[\s\S]*apiVersion: v1\s[\s\S]*kind: Pod/, pods),
  );

  cell('follows the logs of a pod', () =>
    look('l', /Logs\(default\/kafka-0:kafka\)[\s\S]*===> Launching kafka/, pods),
  );

  cell('opens a shell in a pod', async () => {
    screen.type('s');
    await screen.sees(/<<K9s-Shell>> Pod: default\/kafka-0/, withinMs);
    await screen.sees(/^\$ *$/m, withinMs);
    screen.type(`echo on $(hostname)${enter}`);
    await screen.sees('on kafka-0', withinMs);
    screen.type(`exit${enter}`);
    await screen.sees(pods, withinMs);
  });

  cell('forwards a port', async () => {
    const port = await freePort();
    screen.type('F');
    await screen.sees(/<PortForward>[\s\S]*Container Port: +kafka::9092/, withinMs);
    await press(tab, ...backspace.repeat(4), ...String(port), tab, tab, enter);
    await screen.sees(/kafka-0 +Ⓕ/, withinMs);
    await expect.poll(() => accepts(port), { timeout: withinMs }).toBe(true);
    await open('portforward', /kafka-0/);
  });

  cell('lists stateful sets', () => open('sts', /kafka +3\/3[\s\S]*zookeeper +1\/1/).then(() => {}));

  cell('scales a stateful set', async () => {
    screen.type('s');
    await screen.sees(/<Scale>[\s\S]*Replicas: 3/, withinMs);
    await press(backspace, '2', tab, enter);
    await screen.sees(/kafka +2\/2/, withinMs);
    screen.type('s');
    await screen.sees(/<Scale>[\s\S]*Replicas: 2/, withinMs);
    await press(backspace, '3', tab, enter);
    await screen.sees(/kafka +3\/3/, withinMs);
  });

  cell('lists deployments', async () => {
    const create = ['create', 'deployment', 'web', '--image=confluentinc/cp-kafka:7.3.5'];
    await runTool('kubectl', [...create, '--', 'sleep', 'infinity'], { env: cluster.env });
    await open('deploy', /web +1\/1/);
  });
  cell('lists services', () =>
    open('svc', /kafka-service +ClusterIP[\s\S]*kubernetes +ClusterIP +10\.96\.0\.1/).then(() => {}),
  );
  cell('lists claims', () => open('pvc', /kafka-data-kafka-0 +Bound/).then(() => {}));
  cell('lists nodes', () => open('nodes', /kafka-lab-control-plane +Ready +control-plane/).then(() => {}));
  cell('lists events', () =>
    open('events', /Normal +Scheduled +pod\/|Normal +Started +pod\//).then(() => {}),
  );
  cell('lists the contexts', () => open('contexts', /kafka-lab\(\*\)/).then(() => {}));

  cell('deletes a pod, and sees the next one come', async () => {
    await open('pods', /kafka-0 .*Running/);
    const uid = () =>
      runTool('kubectl', ['get', 'pod', 'kafka-0', '-o', 'jsonpath={.metadata.uid}'], { env: cluster.env });
    const before = (await uid()).stdout;
    screen.type(controlD);
    await screen.sees(/<Delete>[\s\S]*Delete pods default\/kafka-0\?/, withinMs);
    await press(tab, enter);
    await expect.poll(async () => (await uid()).stdout, { timeout: withinMs }).not.toBe(before);
    await screen.sees(/kafka-0 .*1\/1 .*Running/, withinMs);
  });

  cell('leaves at :q', async () => {
    screen.type(':');
    await screen.sees(prompt, withinMs);
    screen.type(`q${enter}`);
    await screen.ended();
    expect(screen.exit()?.exitCode).toBe(0);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
