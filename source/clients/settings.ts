export type Role = 'producer' | 'consumer' | 'group-consumer';

/** The settings in the pod's environment. */
export interface Settings {
  readonly role: Role;
  readonly topic: string;
  /** `host:port` of the first broker to ask; more may follow after commas. */
  readonly brokers: readonly string[];
  /** Messages a second; 0: as fast as they are acknowledged. */
  readonly rate: number;
  readonly group: string;
  readonly metricsPort: number;
}

const roles: readonly Role[] = ['producer', 'consumer', 'group-consumer'];

/** Reads ROLE, TOPIC, KAFKA_BROKER, and the optional RATE, GROUP and METRICS_PORT. Throws an Error that names the variable. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const { ROLE: role = '', TOPIC: topic = '', KAFKA_BROKER: broker = '' } = env;
  if (topic === '') throw new Error('TOPIC is not set; set it to the name of the topic');
  if (!isRole(role)) throw new Error(`ROLE is \`${role}\`; set it to one of ${roles.join(', ')}`);
  const brokers = broker.split(',').filter((entry) => entry !== '');
  if (brokers.length === 0) throw new Error('KAFKA_BROKER is not set; set it to host:port of a broker');
  return {
    role,
    topic,
    brokers,
    rate: readNumber('RATE', env.RATE, 0, 1_000_000),
    group: env.GROUP || `${topic}-group`,
    metricsPort: readNumber('METRICS_PORT', env.METRICS_PORT, 9308, 65_535),
  };
}

function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

function readNumber(name: string, text: string | undefined, otherwise: number, max: number): number {
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || value > max)
    throw new Error(`${name} is \`${text}\`; set it to a number from 0 to ${max}`);
  return value;
}
