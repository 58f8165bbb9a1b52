/**
 * Starts and stops clusters in this process, one after the other, and prints what they left as a line of JSON. It ends by itself, as it would not
 * with a handle that is left.
 * node start-and-stop.js COUNT
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCluster } from 'kafka-lab/testing';

const settledWithinMs = 10_000;
const mostLate = 10;

// Node opens these when they are first asked for: they are no handles that a cluster leaves.
const { stdout } = process;
void process.stderr;

/** What this process has open, sorted. */
const handles = () => process.getActiveResourcesInfo().sort();

/** How many files this process has open; undefined but on Linux. */
const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : undefined);

/** Whether anything listens at `127.0.0.1:PORT`. */
function listens(address) {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A start that a busy machine gave too little time: it counts as none, and must leave nothing as well. */
const isLate = (error) => error.code === 'cluster' && /did not start within/.test(error.message);

let late = 0;
async function startInTime() {
  for (;;) {
    const begun = performance.now();
    try {
      const cluster = await startCluster({ topics: ['a'], timeoutMs: 120_000 });
      return { cluster, startMs: performance.now() - begun };
    } catch (error) {
      if (!isLate(error) || late === mostLate) throw error;
      late += 1;
    }
  }
}

async function startAndStop() {
  const { cluster, startMs } = await startInTime();
  const { bootstrap, zookeeper, kubeconfig, brokers } = cluster;
  const api = /server: https:\/\/(\S+)/.exec(readFileSync(kubeconfig, 'utf8'))[1];
  const addresses = [bootstrap, zookeeper, api, ...brokers.map(({ address }) => address)];
  await cluster.stop();
  const open = [];
  for (const address of addresses) if (await listens(address)) open.push(address);
  return { startMs, open, directory: existsSync(dirname(kubeconfig)) ? [dirname(kubeconfig)] : [] };
}

const count = Number(process.argv[2]);
await delay(20); // Node itself closes what it read this file with
const before = handles();
const runs = [await startAndStop()];
const filesAfterFirst = openFiles();
while (runs.length < count) runs.push(await startAndStop());
// What closes in the next turns of the event loop is not left.
const end = performance.now() + settledWithinMs;
while (handles().join() !== before.join() && performance.now() < end) await delay(20);
stdout.write(
  `${JSON.stringify({
    late,
    startMs: runs.map(({ startMs }) => startMs),
    open: runs.flatMap(({ open }) => open),
    directories: runs.flatMap(({ directory }) => directory),
    handles: { before, after: handles() },
    files: { afterFirst: filesAfterFirst, after: openFiles() },
  })}\n`,
);
