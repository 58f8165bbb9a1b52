import type { ProgramContext } from './program.ts';

/** Makes the process of a start script that of the JVM it ends in: as `ps` and `jps` show it, and ending in good order at TERM. */
export function becomeJava({ process, env }: ProgramContext, mainClass: string, properties: string): void {
  if (process === undefined) return;
  const heap = (env.KAFKA_HEAP_OPTS ?? '-Xmx1G -Xms1G').split(/\s+/).filter((word) => word !== '');
  process.argv = ['java', ...heap, '-server', '-cp', '/usr/bin/../share/java/kafka/*', mainClass, properties];
  process.isGraceful = true;
}
