/** A whole cluster in a process that can be killed: `node lab-process.mjs DIRECTORY` prints its bootstrap address once it serves. */
import { LabCluster } from './lab-cluster.ts';

const cluster = await LabCluster.open(process.argv[2]!);
const looking = setInterval(() => {
  if (!cluster.ready) return;
  clearInterval(looking);
  process.stdout.write(`${cluster.bootstrap}\n`);
}, 5);
// stdin closes when the parent exits, or when it wants this process to stop.
process.stdin.resume();
process.stdin.on('end', () => void cluster.close().then(() => process.exit(0)));
