/** What a broker's JVM would throw. Its name is the Java class, so that it prints as a stack trace begins. */
export class JavaException extends Error {
  constructor(className: string, message: string) {
    super(message);
    this.name = className;
  }
}

/** A value in `server.properties` with which Kafka refuses to start, in ConfigDef's words. */
export class ConfigException extends JavaException {
  constructor(message: string) {
    super('org.apache.kafka.common.config.ConfigException', message);
  }
}

export function invalidValue(name: string, value: string, why?: string): ConfigException {
  return new ConfigException(
    `Invalid value ${value} for configuration ${name}${why === undefined ? '' : `: ${why}`}`,
  );
}

export function illegalArgument(message: string): JavaException {
  return new JavaException('java.lang.IllegalArgumentException', message);
}

/** Scala's `require`. */
export function require(holds: boolean, message: () => string): void {
  if (!holds) throw illegalArgument(`requirement failed: ${message()}`);
}
