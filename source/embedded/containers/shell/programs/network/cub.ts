import { setTimeout as delay } from 'node:timers/promises';
import type { Program, ProgramContext } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { complain } from '../tool/tool.ts';
import { networkError } from './nc.ts';

const betweenTriesMs = 1000;

/** `cub zk-ready HOST:PORT,… SECONDS`, `cub kafka-ready -b HOST:PORT,… N SECONDS`: waits until a server accepts connections. */
export const cub: Program = async (context) => {
  const [, command, ...words] = context.argv;
  if (command !== 'zk-ready' && command !== 'kafka-ready') {
    await complain(
      context,
      `only zk-ready and kafka-ready are in the embedded image, not '${command ?? ''}'`,
    );
    return 2;
  }
  const at = words.findIndex((word) => word === '-b' || word === '--bootstrap-broker-list' || word === '-z');
  const servers = command === 'zk-ready' ? words[0] : words[at + 1];
  const seconds = Number(words.at(-1));
  if (servers === undefined || !Number.isFinite(seconds)) {
    await complain(context, 'usage: cub zk-ready CONNECT SECONDS, cub kafka-ready -b SERVERS COUNT SECONDS');
    return 2;
  }
  const end = Date.now() + seconds * 1000;
  const addresses = servers
    .replace(/\/.*$/, '')
    .split(',')
    .map((one) => one.trim());
  for (;;) {
    for (const address of addresses) if (await accepts(context, address)) return 0;
    if (Date.now() >= end || context.killed.aborted) break;
    try {
      await delay(Math.min(betweenTriesMs, Math.max(1, end - Date.now())), undefined, {
        signal: context.killed,
      });
    } catch (error) {
      if (!context.killed.aborted) throw error;
    }
  }
  await writeText(
    context.stderr,
    `Timed out waiting for connection to ${command === 'zk-ready' ? 'Zookeeper' : 'Kafka'} server [${servers}].\n`,
  );
  return 1;
};

async function accepts({ container }: ProgramContext, address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^[A-Z_]+:\/\//, '');
  try {
    const connection = await container.network.connect(
      container.pod.ip,
      host,
      Number(address.slice(colon + 1)),
    );
    connection.on('error', () => undefined);
    connection.destroy();
    return true;
  } catch (error) {
    if (networkError(error) === undefined) throw error;
    return false;
  }
}
