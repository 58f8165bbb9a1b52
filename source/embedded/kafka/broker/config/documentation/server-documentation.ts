import type { serverSettings } from '../settings/server-settings.ts';

export const serverDocumentation: Readonly<Record<keyof typeof serverSettings, string>> = {
  'broker.id.generation.enable':
    'Whether a broker without an id gets one. Generated ids are greater than `reserved.broker.max.id`.',
  'reserved.broker.max.id': 'The greatest id that may be set by hand as `broker.id`.',
  'broker.id': 'The id of this broker, unique in the cluster. With -1, one is generated.',
  'message.max.bytes':
    'The largest batch of records that the broker accepts, in bytes, compressed as it arrives. Topics override it as `max.message.bytes`.',
  'num.network.threads': 'How many threads read requests from the network and write responses to it.',
  'num.io.threads': 'How many threads handle requests, including their work on disk.',
  'num.replica.alter.log.dirs.threads':
    'How many threads move replicas between log directories. Without a value, one for each directory.',
  'background.threads': 'How many threads do background work, such as deleting old segments.',
  'queued.max.requests': 'How many requests may wait for a thread before the network threads stop reading.',
  'queued.max.request.bytes': 'How many bytes of requests may wait before no more are read; -1 for no limit.',
  'request.timeout.ms': 'How long the broker waits for the answer to a request of its own.',
  'socket.connection.setup.timeout.ms': 'How long the broker waits for a connection of its own to be made.',
  'socket.connection.setup.timeout.max.ms':
    'The longest wait for a connection to be made; the wait doubles with each failure up to this.',
  'metadata.log.max.record.bytes.between.snapshots':
    'In KRaft mode: how many bytes of metadata are written before the next snapshot.',
  'process.roles':
    'In KRaft mode: what this process is, `broker`, `controller` or both. Empty means that ZooKeeper is used.',
  'node.id': 'In KRaft mode: the id of this node.',
  'initial.broker.registration.timeout.ms':
    'In KRaft mode: how long a broker tries to register with the controller before it gives up and ends.',
  'broker.heartbeat.interval.ms': 'In KRaft mode: the time between two heartbeats of a broker.',
  'broker.session.timeout.ms': 'In KRaft mode: how long a broker may send no heartbeat before it is fenced.',
  'controller.listener.names': 'In KRaft mode: the listeners of the controllers.',
  'sasl.mechanism.controller.protocol': 'In KRaft mode: the SASL mechanism for talking to controllers.',
  'metadata.log.dir':
    'In KRaft mode: the directory of the metadata log. Without a value, the first of the log directories.',
  'metadata.log.segment.bytes': 'In KRaft mode: the size at which a segment of the metadata log is closed.',
  'metadata.log.segment.min.bytes': 'In KRaft mode: the least size of a segment of the metadata log.',
  'metadata.log.segment.ms': 'In KRaft mode: the age at which a segment of the metadata log is closed.',
  'metadata.max.retention.bytes':
    'In KRaft mode: how large the metadata log and its snapshots may be before old ones are deleted.',
  'metadata.max.retention.ms': 'In KRaft mode: how long metadata and its snapshots are kept.',
  'metadata.max.idle.interval.ms':
    'In KRaft mode: how often the controller writes a record that does nothing, so that the log moves; 0 for never.',
};
