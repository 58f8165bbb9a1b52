import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallJvm } from '../kafka/java-tools.ts';
import { has, runTool } from '../tools.ts';

const folder = join(import.meta.dirname, 'java');
const mains = { calls: 'CourseCalls', curator: 'CuratorCourse' } as const;

export interface JavaProgram {
  /** Runs it. The lines that it prints. */
  run(servers: string, timeoutMs: number): Promise<string[]>;
  close(): void;
}

/** Compiles a program of `suites/java`; undefined, with a message on the console, where java, javac or mvn is missing or a package cannot be had. */
export function javaProgram(name: keyof typeof mains, version: string): JavaProgram | undefined {
  if (!['java', 'javac', 'mvn'].every(has)) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'java-program-'));
  const close = () => rmSync(directory, { recursive: true, force: true });
  const compiled = spawnSync('sh', [join(folder, 'compile.sh'), name, version, directory], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  if (compiled.status !== 0) {
    console.info(`${name} with ${version} is skipped: ${compiled.stdout}${compiled.stderr}`);
    close();
    return undefined;
  }
  const log4j = `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`;
  const classpath = readFileSync(join(directory, 'classpath'), 'utf8');
  return {
    async run(servers, timeoutMs) {
      const args = [...smallJvm, log4j, '-cp', classpath, mains[name], servers];
      const { code, stdout, stderr } = await runTool('java', args, { timeoutMs });
      if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}`);
      return stdout.trim().split('\n');
    },
    close,
  };
}
