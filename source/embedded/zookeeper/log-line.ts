/** One line as log4j prints it in a cp-zookeeper or cp-kafka container: `[2026-11-22 14:29:34,123] INFO message (logger)`. */
export function logLine(
  level: 'INFO' | 'WARN' | 'ERROR',
  message: string,
  logger: string,
  at = new Date(),
): string {
  const time = at.toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
  return `[${time}] ${level} ${message} (${logger})`;
}

/** A session id or zxid as ZooKeeper prints it. */
export function hex(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}
