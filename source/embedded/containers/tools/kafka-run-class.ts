import type { Program, ProgramTable } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';

const programByClass: Readonly<Record<string, string>> = {
  'kafka.admin.AclCommand': 'kafka-acls',
  'kafka.admin.BrokerApiVersionsCommand': 'kafka-broker-api-versions',
  'kafka.admin.ConfigCommand': 'kafka-configs',
  'kafka.admin.ConsumerGroupCommand': 'kafka-consumer-groups',
  'kafka.admin.LogDirsCommand': 'kafka-log-dirs',
  'kafka.admin.TopicCommand': 'kafka-topics',
  'kafka.tools.ConsoleConsumer': 'kafka-console-consumer',
  'kafka.tools.ConsoleProducer': 'kafka-console-producer',
  'kafka.admin.DeleteRecordsCommand': 'kafka-delete-records',
  'kafka.admin.LeaderElectionCommand': 'kafka-leader-election',
  'kafka.tools.ConsumerPerformance': 'kafka-consumer-perf-test',
  'kafka.tools.DumpLogSegments': 'kafka-dump-log',
  'kafka.tools.GetOffsetShell': 'kafka-get-offsets',
  'org.apache.kafka.tools.ProducerPerformance': 'kafka-producer-perf-test',
};

/** `kafka-run-class CLASS …`: the tool with that main class, and the JVM's error for any other. */
export function kafkaRunClass(programs: ProgramTable): Program {
  return async (context) => {
    const [, name = '', ...words] = context.argv;
    const tool = programByClass[name];
    const program = tool === undefined ? undefined : programs.get(tool);
    if (tool !== undefined && program !== undefined) return program({ ...context, argv: [tool, ...words] });
    const text =
      name === ''
        ? 'USAGE: /usr/bin/kafka-run-class [-daemon] [-name servicename] [-loggc] classname [opts]\n'
        : `Error: Could not find or load main class ${name}\nCaused by: java.lang.ClassNotFoundException: ${name}\n`;
    await writeText(name === '' ? context.stdout : context.stderr, text);
    return 1;
  };
}
