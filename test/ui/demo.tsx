/**
 * The screen over a simulated session: steps take a moment, both logs are flooded, the swap swaps.
 * FLOOD: log lines per second in each pane (200). LONG_STEP: milliseconds that a step takes (1500). RUNNING=1: clients run from the start.
 */
import { showScreen } from '../../source/ui/screen.tsx';
import { createFakeSession, tallyOf } from './fake-session.ts';

const flood = Number(process.env.FLOOD ?? 200);
const stepTakes = Number(process.env.LONG_STEP ?? 1500);
const session = createFakeSession();
const { run, swap, cancel } = session.actions;
let playing: NodeJS.Timeout | undefined;
const windows = [0, 0, 0, 0];
const received = [0, 0, 0, 0];

const ready = {
  kind: 'embedded',
  state: 'ready',
  workloads: [
    { name: 'kafka', ready: 3, replicas: 3 },
    { name: 'zookeeper', ready: 1, replicas: 1 },
  ],
  topic: { name: 'test', partitions: 4, replicas: 3 },
} as const;

Object.assign(session.actions, {
  run(index: number) {
    run(index);
    playing = setTimeout(() => {
      session.finish(index);
      if (index === 0) session.set({ cluster: { ...ready, workloads: [] } });
      if (index === 2) session.set({ cluster: ready });
      if (session.snapshot().steps[index]?.step.id === '2.1') startClients();
    }, stepTakes);
  },
  agree() {},
  decline() {},
  cancel() {
    clearTimeout(playing);
    cancel();
  },
  swap() {
    session.set({ swapping: true });
    setTimeout(() => {
      swap();
      session.set({ swapping: false });
      session.logs.consumer.add('swapped to the consumer group', { kind: 'mark', at: Date.now() });
    }, 500);
  },
});

let clients: NodeJS.Timeout | undefined;
function startClients(): void {
  if (session.snapshot().consumer === 'none') session.set({ consumer: 'partition', cluster: ready });
  let count = 0;
  clients ??= setInterval(() => {
    const group = session.snapshot().consumer === 'group';
    for (let line = 0; line < flood / 10; line += 1) {
      count += 1;
      const at = Date.now();
      const time = new Date(at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
      session.logs.producer.add(`${time} test: ${count}000 messages published`, { at });
      const where = `partition ${count % 4}, offset ${count * 250}, value: 0.657358`;
      const tail = group ? where : 'last (0.629672)';
      session.logs.consumer.add(`${time} test: received ${count}000 messages, ${tail}`, { at });
    }
    for (const partition of windows.keys()) {
      windows[partition] = windows[partition]! + 12;
      const all = windows[partition]!;
      if (partition === 0) received[partition] = all;
      else if (group) received[partition] = Math.min(all, received[partition]! + 400);
    }
    const consumer = group ? 'group' : 'partition';
    const tally = tallyOf(
      windows.map((window, index) => [received[index]!, window] as const),
      { consumer },
    );
    session.set({ tally, producedPerSecond: 498, receivedPerSecond: group ? 498 : 124 });
  }, 100);
}

if (process.env.RUNNING) startClients();
if (process.env.THROW)
  setTimeout(() => {
    throw new Error('thrown on purpose');
  }, Number(process.env.THROW));
if (process.env.EXIT) setTimeout(() => process.exit(7), Number(process.env.EXIT));

await showScreen(session, {
  version: '0.0.0',
  onQuit: (reason) => {
    process.stdout.write(`left by ${reason}; asked: ${session.asked.join(', ')}\n`);
  },
});
clearInterval(clients);
clearTimeout(playing);
process.stdin.pause();
