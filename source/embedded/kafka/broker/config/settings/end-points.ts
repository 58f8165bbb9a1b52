import { ConfigException, illegalArgument, JavaException, require } from './java-exception.ts';
import { parseInteger, split, trimmed } from './java-text.ts';

export const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type SecurityProtocol = (typeof securityProtocols)[number];

/** One listener as Kafka reads it. `host` is empty for every address. The port may be any 32-bit integer: binding it comes later. */
export interface EndPoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: SecurityProtocol;
}

export type ProtocolMap = ReadonlyMap<string, SecurityProtocol>;

/** `ListenerName.normalised`. */
export function listenerName(text: string): string {
  return text.toUpperCase();
}

export function securityProtocol(text: string, setting: string): SecurityProtocol {
  const found = securityProtocols.find((protocol) => protocol === text.toUpperCase());
  if (found === undefined)
    throw new ConfigException(`Invalid security protocol \`${text}\` defined in ${setting}`);
  return found;
}

/** `CoreUtils.parseCsvList`. */
export function splitList(text: string): string[] {
  return split(text, /\s*,\s*/).filter((piece) => piece !== '');
}

/** `key:value,…` (`CoreUtils.parseCsvMap`): the last colon divides. Throws IllegalArgumentException that names the setting. */
export function splitMap(setting: string, text: string): Map<string, string> {
  if (text === '') return new Map();
  return new Map(
    split(text, /\s*,\s*/).map((entry): [string, string] => {
      const colon = entry.lastIndexOf(':');
      if (colon < 0)
        throw illegalArgument(
          `Error parsing configuration property '${setting}': begin 0, end -1, length ${entry.length}`,
        );
      return [trimmed(entry.slice(0, colon)), trimmed(entry.slice(colon + 1))];
    }),
  );
}

/** `PLAINTEXT://host:port,…` as `CoreUtils.listenerListToEndPoints` reads it. Throws IllegalArgumentException. */
export function readEndPoints(text: string, protocols: ProtocolMap, distinctPorts: boolean): EndPoint[] {
  let points: EndPoint[];
  try {
    points = splitList(text).map((one) => readEndPoint(one, protocols));
  } catch (error) {
    if (!(error instanceof JavaException)) throw error;
    throw illegalArgument(`Error creating broker listeners from '${text}': ${error.message}`);
  }
  const names = new Set(points.map(({ name }) => name));
  require(names.size === points.length, () => `Each listener must have a different name, listeners: ${text}`);
  const ports = points.map(({ port }) => port).filter((port) => port !== 0);
  if (distinctPorts)
    require(new Set(ports).size === ports.length, () =>
      `Each listener must have a different port, listeners: ${text}`);
  return points;
}

const endPoint = /^(.*):\/\/\[?([0-9a-zA-Z\-%._:]*)\]?:(-?[0-9]+)$/;

/** The name in one `NAME://host:port`. Throws KafkaException. */
export function readListenerName(text: string): string {
  const name = endPoint.exec(text)?.[1];
  if (name === undefined) throw kafkaException(`Unable to parse a listener name from ${text}`);
  return listenerName(name);
}

function kafkaException(message: string): JavaException {
  return new JavaException('org.apache.kafka.common.KafkaException', message);
}

function readEndPoint(text: string, protocols: ProtocolMap): EndPoint {
  const match = endPoint.exec(text);
  if (!match) throw kafkaException(`Unable to parse ${text} to a broker endpoint`);
  const [, name = '', host = '', digits = ''] = match;
  const port = parseInteger(digits, 32);
  if (port === undefined)
    throw new JavaException('java.lang.NumberFormatException', `For input string: "${digits}"`);
  const normalised = listenerName(name);
  const protocol = protocols.get(normalised);
  if (protocol === undefined)
    throw illegalArgument(`No security protocol defined for listener ${normalised}`);
  return { name: normalised, host, port: Number(port), protocol };
}
