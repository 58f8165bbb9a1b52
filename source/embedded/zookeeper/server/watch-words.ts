import { watchesFor } from '../database/watches.ts';
import { hex } from '../log-line.ts';
import type { Serving } from '../quorum/serving.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';

/*
 * What `wchs`, `wchc` and `wchp` list are the watches for nodes and their data, not those for children, and of an ensemble those of this
 * server's clients.
 */
const { data } = watchesFor;

/** `wchs` */
export function watchCounts({ database: { watches } }: Serving, server: ServerState): string {
  const paths = new Set<string>();
  let [clients, total] = [0, 0];
  for (const { watcher } of server.connections.values()) {
    const before = total;
    for (const path of watches.pathsOf(watcher, data)) {
      paths.add(path);
      total += 1;
    }
    if (total > before) clients += 1;
  }
  return `${clients} connections watching ${paths.size} paths\nTotal watches:${total}\n`;
}

/** All watches of this server's clients, as `mntr` counts them. */
export function watchCount({ database: { watches } }: Serving, server: ServerState): number {
  let count = 0;
  for (const { watcher } of server.connections.values())
    for (const kinds of Object.values(watchesFor))
      for (const _path of watches.pathsOf(watcher, kinds)) count += 1;
  return count;
}

/** `wchc`: the paths of each session. */
export function* watchesByClient({ database: { watches } }: Serving, server: ServerState): Generator<string> {
  for (const client of server.connections.values()) {
    let head = sessionLine(client);
    for (const path of watches.pathsOf(client.watcher, data)) {
      yield `${head}\t${path}\n`;
      head = '';
    }
  }
  yield '\n';
}

/** `wchp`: the sessions of each path. */
export function* watchesByPath({ database: { watches } }: Serving, server: ServerState): Generator<string> {
  for (const path of watches.paths(data)) {
    let head = `${path}\n`;
    for (const watcher of watches.watchersOf(path, data)) {
      const client = server.connections.get(watcher);
      if (client === undefined) continue;
      yield `${head}\t${sessionLine(client)}`;
      head = '';
    }
    // Paths of other servers' clients take time as well.
    if (head !== '') yield '';
  }
  yield '\n';
}

function sessionLine({ sessionId }: ConnectedClient): string {
  return `${hex(sessionId)}\n`;
}
