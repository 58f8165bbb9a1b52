/**
 * The screen while its logs are flooded: lines come from another process through pipes, are split, sanitised and put into the
 * session's own rings, and the session's own notifier tells the screen. RATE: lines a second in each pane.
 */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { systemClock } from '../../../source/session/clock.ts';
import { BoundedLogRing } from '../../../source/session/log-ring.ts';
import { createNotifier } from '../../../source/session/notifier.ts';
import type { SessionStore } from '../../../source/session/view.ts';
import { sanitizeLine } from '../../../source/text/sanitize.ts';
import { showScreen } from '../../../source/ui/screen.tsx';
import { createFakeSession, tallyOf } from '../../ui/fake-session.ts';

const session = createFakeSession();
const logs = { producer: new BoundedLogRing(), consumer: new BoundedLogRing() };
const notifier = createNotifier(systemClock);
session.set({
  consumer: 'group',
  cluster: {
    kind: 'embedded',
    state: 'ready',
    workloads: [
      { name: 'kafka', ready: 3, replicas: 3 },
      { name: 'zookeeper', ready: 1, replicas: 1 },
    ],
    topic: { name: 'test', partitions: 4, replicas: 3 },
  },
});
session.finish(0);

const feeder = spawn(process.execPath, [process.env.FEEDER!, process.env.RATE ?? '200'], {
  stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
});
for (const [fd, pane] of [
  [3, 'producer'],
  [4, 'consumer'],
] as const) {
  let rest = '';
  const pipe = feeder.stdio[fd] as Readable;
  pipe.setEncoding('utf8');
  pipe.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    const at = Date.now();
    for (const text of lines)
      logs[pane].add({ pod: `${pane}-0`, at, text: sanitizeLine(text), kind: 'line' });
    notifier.changed();
  });
}
const counting = setInterval(() => {
  const each = logs.consumer.total / 4;
  session.set({
    tally: tallyOf(
      [0, 1, 2, 3].map(() => [each, each] as const),
      { consumer: 'group' },
    ),
    producedPerSecond: 498,
    receivedPerSecond: 498,
  });
  notifier.changed();
}, 1000);

const store: SessionStore = {
  snapshot: session.snapshot,
  subscribe: notifier.subscribe,
  logs,
  actions: session.actions,
};
await showScreen(store, { version: 'bench', onQuit: () => {} });
feeder.kill();
clearInterval(counting);
notifier.close();
process.stdin.pause();
