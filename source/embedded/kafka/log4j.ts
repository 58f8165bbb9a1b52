export type Level = 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** Writes one line of a broker's log; `logger` is the class that logs it in a real broker. */
export type BrokerLog = (level: Level, message: string, logger: string) => void;

/** cp-kafka's pattern `[%d] %p %m (%c)%n`: `[2026-11-22 14:29:34,123] INFO message (kafka.server.KafkaServer)`. */
export function log4jLine(level: Level, message: string, logger: string, now: number): string {
  const at = new Date(now).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
  return `[${at}] ${level} ${message} (${logger})`;
}
