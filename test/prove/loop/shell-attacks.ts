import { WebSocket } from 'ws';
import { exchange } from './api-client.ts';
import type { LoopAttack, Target } from './attack.ts';

const execWithinMs = 8000;

/** Scripts that would run for minutes or hours in a pod's shell; each is aborted after some seconds. */
const scripts: Record<string, string> = {
  'shell-grep-backtracking': `echo ${'a'.repeat(60)}! | grep -E '(a+)+$'`,
  'shell-grep-alternatives': `echo ${'a'.repeat(60)}! | grep -E '(a|aa|a?)*$'`,
  'shell-sed-backtracking': `echo ${'a'.repeat(60)}! | sed -E 's/(a*)*b/x/'`,
  'shell-awk-backtracking': `echo ${'a'.repeat(60)}! | awk '/(a+)+$/ { print $1 }'`,
  'shell-repeats': `echo ${'a'.repeat(200)} | grep -E '((a{1,100}){1,100}){1,100}b'`,
  'shell-trim': `x=${'a'.repeat(3000)}; y=$x$x$x$x; z=$y$y$y$y; echo \${z%%*a*a*a*a*b} | wc -c`,
  'shell-sequence': 'seq 1 100000 | sort -rn | tail -1',
  'shell-for': 'for i in $(seq 1 100000); do : $i; done',
  'shell-while': 'while true; do :; done',
  'shell-doubling': 'x=a; while true; do x=$x$x; done',
  'shell-arithmetic': `echo $((${'('.repeat(190)}1${')'.repeat(190)})); echo $((9${'**9'.repeat(20)}))`,
  'shell-pipes': `seq 1 100000 ${'| cat '.repeat(50)}| wc -l`,
  'shell-cut': 'seq 1 100000 | tr -d "\\n" | cut -c 1-10,20-30,40-50 | wc -c',
};

async function runInPod(target: Target, pod: string, script: string): Promise<void> {
  const command = ['sh', '-c', script].map((word) => `command=${encodeURIComponent(word)}`).join('&');
  const path = `/api/v1/namespaces/default/pods/${pod}/exec?stdout=true&stderr=true&${command}`;
  const socket = new WebSocket(`${target.url.replace('https', 'wss')}${path}`, 'v4.channel.k8s.io', {
    headers: { authorization: `Bearer ${target.token}` },
    // The cluster's own authority changes at each start; this is loopback.
    rejectUnauthorized: false,
  });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => socket.terminate(), execWithinMs);
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** A pod of one of the cluster's own images: a broker's, or ZooKeeper's. */
async function findPod(target: Target): Promise<string | undefined> {
  const { text } = await exchange(target, { path: '/api/v1/namespaces/default/pods?limit=20' });
  const list = JSON.parse(text) as {
    items: {
      metadata: { name: string };
      status?: { phase?: string };
      spec: { containers: { image: string }[] };
    }[];
  };
  return list.items.find(
    ({ status, spec }) =>
      status?.phase === 'Running' && /cp-(kafka|zookeeper)/.test(spec.containers[0]?.image ?? ''),
  )?.metadata.name;
}

/** What a script in a pod can do: it runs in the cluster's process. */
export const shellAttacks: readonly LoopAttack[] = Object.entries(scripts).map(([name, script]) => ({
  name,
  async run(target) {
    const pod = await findPod(target);
    if (pod === undefined) throw new Error('no pod of an image that the cluster runs itself');
    await runInPod(target, pod, script);
  },
}));
