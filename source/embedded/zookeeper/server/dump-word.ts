import { hex } from '../log-line.ts';
import type { Serving } from '../quorum/serving.ts';
import type { ServerSettings } from './server-settings.ts';
import type { ServerState } from './server-state.ts';

/** How exact the end of a connection is, in ms. */
const connectionTick = 10_000;

/** Something that ends unless its client is heard of. */
interface Expiring {
  /** On the monotonic clock. */
  readonly deadline: number;
  readonly text: string;
}

/** `dump`: sessions, ephemeral nodes and connections. Who follows a leader does not know when sessions expire. */
export function* dump(serving: Serving, server: ServerState, settings: ServerSettings): Generator<string> {
  const { sessions, tree } = serving.database;
  const all = sessions.all();
  yield 'SessionTracker dump:\n';
  yield serving.mode === 'follower' || serving.mode === 'observer'
    ? `Global Sessions(${all.length}):\n${[...all]
        .sort((left, right) => (left.id < right.id ? -1 : 1))
        .map(({ id, timeoutMs }) => `${hex(id)}\t${timeoutMs}ms\n`)
        .join('')}`
    : `Session ${expirySets(
        all.map(({ id, deadline }) => ({ deadline, text: hex(id) })),
        settings.tickTime,
        server,
      )}`;
  yield `ephemeral nodes dump:\nSessions with Ephemerals (${tree.ephemerals.size}):\n`;
  let left = tree.ephemerals.size;
  for (const [session, paths] of tree.ephemerals) {
    if (left === 0) break;
    left -= 1;
    yield `${hex(session)}:\n`;
    let pathsLeft = paths.size;
    for (const path of paths) {
      if (pathsLeft === 0) break;
      pathsLeft -= 1;
      yield `\t${path}\n`;
    }
  }
  const connections = [...server.connections.values()].map(
    ({ name, sessionId, sessionTimeoutMs, touched }) => ({
      deadline: touched + sessionTimeoutMs,
      text: `ip: ${name} sessionId: ${hex(sessionId)}`,
    }),
  );
  yield `Connections dump:\nConnections ${expirySets(connections, connectionTick, server)}`;
}

/** What expires in the same tick is listed together. */
function expirySets(all: readonly Expiring[], tick: number, { clock }: ServerState): string {
  const sets = new Map<number, string[]>();
  for (const { deadline, text } of all) {
    const at = (Math.floor(deadline / tick) + 1) * tick;
    const texts = sets.get(at) ?? [];
    texts.push(`\t${text}\n`);
    sets.set(at, texts);
  }
  const wallOffset = clock.wall() - clock.monotonic();
  const lines = [...sets]
    .sort(([left], [right]) => left - right)
    .map(([at, texts]) => `${texts.length} expire at ${javaDate(at + wallOffset)}:\n${texts.join('')}`);
  return `Sets (${sets.size})/(${all.length}):\n${lines.join('')}`;
}

/** `Mon Nov 30 18:55:58 UTC 2026` */
function javaDate(ms: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(' ');
  return `${day.slice(0, -1)} ${month} ${date} ${time} UTC ${year}`;
}
