import type { socketSettings } from '../settings/socket-settings.ts';

export const socketDocumentation: Readonly<Record<keyof typeof socketSettings, string>> = {
  'authorizer.class.name':
    'The class that decides who may do what, an `org.apache.kafka.server.authorizer.Authorizer`. Empty: everybody may do everything.',
  'early.start.listeners':
    'Listeners that accept connections before the authorizer is ready. Without a value, those of the controllers.',
  listeners:
    'The addresses that the broker listens on, as `NAME://host:port`, separated by commas. Without a host, all interfaces.',
  'advertised.listeners':
    'The addresses that clients are told to connect to. Without a value, those of `listeners`: set it where clients see the broker at another address.',
  'listener.security.protocol.map':
    'The security protocol of each listener, as `NAME:PROTOCOL`, separated by commas.',
  'control.plane.listener.name':
    'The listener on which the controller talks to this broker. Without a value, it shares one with everybody.',
  'socket.send.buffer.bytes':
    'The size of the send buffer of each connection (SO_SNDBUF); -1 for the system’s own.',
  'socket.receive.buffer.bytes':
    'The size of the receive buffer of each connection (SO_RCVBUF); -1 for the system’s own.',
  'socket.request.max.bytes': 'The largest request that the broker accepts, in bytes.',
  'socket.listen.backlog.size': 'How many connections may wait to be accepted.',
  'max.connections.per.ip': 'How many connections one address may have open.',
  'max.connections.per.ip.overrides':
    'Other limits for single hosts, as `host:connections`, separated by commas.',
  'max.connections':
    'How many connections the broker may have open. At the limit, the one that is idle the longest is closed for a new one.',
  'max.connection.creation.rate': 'How many connections may be made per second.',
  'connections.max.idle.ms': 'How long a connection may be idle before the broker closes it.',
  'connection.failed.authentication.delay.ms':
    'How long the broker waits before it closes a connection that failed to authenticate.',
  'broker.rack': 'The rack of this broker, by which replicas are spread: `RACK1`, `us-east-1d`.',
};
