import type { LeaderStatus, Serving } from '../quorum/serving.ts';
import type { ServerState } from './server-state.ts';
import { serverVersion } from './server-version.ts';
import { nodeCount } from './status-words.ts';
import { watchCount } from './watch-words.ts';

/** `mntr`: what monitoring reads. Of 3.6's more than 500 lines, those of the server itself and of a leader. */
export function monitored(serving: Serving, server: ServerState): string {
  return lines(serving, server)
    .map(([name, value]) => `zk_${name}\t${value}\n`)
    .join('');
}

function lines(serving: Serving, server: ServerState): [string, string | number][] {
  const { tree, sessions } = serving.database;
  const leads = serving.leads?.();
  return [
    ['version', serverVersion],
    ['server_state', serving.mode],
    ...(serving.mode === 'standalone' ? [] : [['peer_state', peerState[serving.mode]] as [string, string]]),
    ['avg_latency', server.latency.mean],
    ['max_latency', server.latency.most],
    ['min_latency', server.latency.least],
    ['packets_received', server.received],
    ['packets_sent', server.sent],
    ['num_alive_connections', server.connections.size],
    ['outstanding_requests', 0],
    ['uptime', Math.round(server.clock.monotonic() - server.since)],
    ['znode_count', nodeCount(serving)],
    ['watch_count', watchCount(serving, server)],
    ['ephemerals_count', tree.ephemeralCount],
    ['approximate_data_size', tree.approximateSize],
    ['global_sessions', sessions.all().length],
    ['local_sessions', 0],
    ['connection_drop_probability', '0.0'],
    ['outstanding_tls_handshake', 0],
    ['non_mtls_remote_conn_count', 0],
    ['non_mtls_local_conn_count', 0],
    ['auth_failed_count', 0],
    ...(leads === undefined ? [] : leaderLines(leads, server)),
  ];
}

function leaderLines({ followers, proposals, since }: LeaderStatus, server: ServerState): [string, number][] {
  return [
    ['learners', followers.voting + followers.observers],
    ['synced_followers', followers.voting],
    ['synced_non_voting_followers', 0],
    ['synced_observers', followers.observers],
    ['pending_syncs', 0],
    ['leader_uptime', Math.round(server.clock.monotonic() - since)],
    ['last_proposal_size', proposals.last],
    ['max_proposal_size', proposals.most],
    ['min_proposal_size', proposals.least],
  ];
}

const peerState = {
  leader: 'leading - broadcast',
  follower: 'following - broadcast',
  observer: 'observing - broadcast',
} as const;
