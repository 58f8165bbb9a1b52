import type { ContainerSpec } from '../container.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { kafkaConfigure, propertiesFile } from './kafka-configure.ts';
import { kafkaEnsure } from './kafka-ensure.ts';
import { type KafkaServerDeps, kafkaServerStart } from './kafka-server.ts';

const scripts = '/etc/confluent/docker';

/**
 * The programs with which cp-kafka starts: `run` in `/etc/confluent/docker` calls `configure`, `ensure` and `launch` beside it, and `launch`
 * starts the broker on the file that `configure` wrote. A manifest may call each of them by itself.
 */
export function startPrograms(
  spec: ContainerSpec,
  deps: KafkaServerDeps,
  reference: string,
): [name: string, program: Program][] {
  const hasQuorumMode = runsWithoutZooKeeper(reference);
  const configure = kafkaConfigure(hasQuorumMode);
  const ensure = kafkaEnsure(spec, hasQuorumMode);
  const start = kafkaServerStart(spec, deps);
  const launch: Program = async (context) => {
    await writeText(context.stdout, '===> Launching kafka ... \n');
    return start({ ...context, argv: ['kafka-server-start', propertiesFile] });
  };
  return [
    [`${scripts}/run`, kafkaRun(configure, ensure, launch)],
    [`${scripts}/configure`, configure],
    [`${scripts}/ensure`, ensure],
    [`${scripts}/launch`, launch],
    ['kafka-server-start', start],
  ];
}

/** Images from 7.4 know KRaft. */
function runsWithoutZooKeeper(reference: string): boolean {
  const [, major = '7', minor = '3'] = /:(\d+)\.(\d+)\./.exec(reference) ?? [];
  return Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 4);
}

function kafkaRun(configure: Program, ensure: Program, launch: Program): Program {
  return async (original) => {
    const say = (text: string) => writeText(original.stdout, `${text}\n`);
    const assigned = original.argv.slice(1);
    if (assigned.length > 0) await say('===> Overriding env params with args ...');
    const context = withAssignments(original, assigned);
    if (typeof context === 'string') {
      await writeText(
        original.stderr,
        `${scripts}/run: line 25: export: \`${context}': not a valid identifier\n`,
      );
      return 1;
    }
    await say('===> User');
    await say('uid=1000(appuser) gid=1000(appuser) groups=1000(appuser)');
    await say('===> Configuring ...');
    const configured = await configure({ ...context, argv: [`${scripts}/configure`] });
    if (configured !== 0) return configured;
    await say('===> Running preflight checks ... ');
    const ensured = await ensure({ ...context, argv: [`${scripts}/ensure`] });
    if (ensured !== 0) return ensured;
    await say('===> Launching ... ');
    return launch({ ...context, argv: [`${scripts}/launch`] });
  };
}

/** The arguments of `run` are variables, `NAME=VALUE`. Returns the first that is none. */
function withAssignments(context: ProgramContext, assigned: readonly string[]): ProgramContext | string {
  const env = { ...context.env };
  for (const one of assigned) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(one) ?? [];
    if (name === undefined) return one;
    if (value !== undefined) env[name] = value;
  }
  return { ...context, env };
}
