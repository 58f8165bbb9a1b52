import {
  atLeast,
  clusterWide,
  int,
  intMax,
  long,
  nonNull,
  perBroker,
  type SettingTable,
  string,
} from './setting.ts';

/** Listeners, connections and the rack. */
export const socketSettings = {
  'authorizer.class.name': string('', nonNull),
  'early.start.listeners': string(null),
  listeners: perBroker(string('PLAINTEXT://:9092')),
  'advertised.listeners': perBroker(string(null)),
  'listener.security.protocol.map': perBroker(
    string('PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL'),
  ),
  'control.plane.listener.name': string(null),
  'socket.send.buffer.bytes': int(102_400),
  'socket.receive.buffer.bytes': int(102_400),
  'socket.request.max.bytes': int(104_857_600, atLeast(1)),
  'socket.listen.backlog.size': int(50, atLeast(1)),
  'max.connections.per.ip': clusterWide(int(intMax, atLeast(0))),
  'max.connections.per.ip.overrides': clusterWide(string('')),
  'max.connections': clusterWide(int(intMax, atLeast(0))),
  'max.connection.creation.rate': clusterWide(int(intMax, atLeast(0))),
  'connections.max.idle.ms': long(600_000),
  'connection.failed.authentication.delay.ms': int(100, atLeast(0)),
  'broker.rack': string(null),
} satisfies SettingTable;
