import type { quorumSettings } from '../settings/quorum-settings.ts';

/** Kafka 3.3 lists no setting of remote storage. */
type Listed = Exclude<keyof typeof quorumSettings, `remote.${string}`>;

export const quorumDocumentation: Readonly<Record<Listed, string>> = {
  'controller.quorum.voters': 'In KRaft mode: the voters, as `id@host:port`, separated by commas.',
  'controller.quorum.election.timeout.ms':
    'In KRaft mode: how long a voter waits without a leader before it starts an election.',
  'controller.quorum.fetch.timeout.ms':
    'In KRaft mode: how long a voter may fail to fetch from the leader before it becomes a candidate; for a leader, how long it may hear nothing from a majority.',
  'controller.quorum.election.backoff.max.ms': 'In KRaft mode: the longest wait before a new election.',
  'controller.quorum.append.linger.ms':
    'In KRaft mode: how long the leader gathers writes before they go to disk.',
  'controller.quorum.request.timeout.ms': 'In KRaft mode: how long an answer in the quorum may take.',
  'controller.quorum.retry.backoff.ms': 'In KRaft mode: how long to wait before a request is tried again.',
};
