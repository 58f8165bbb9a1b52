import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toolPrograms } from '../../../../../source/embedded/containers/tools/tool-programs.ts';
import { InProcessNetwork } from '../../../../../source/embedded/network/in-process-network.ts';
import { TestCluster } from '../../../kafka/broker/test-cluster.ts';
import { runProgram } from '../../shell/run-shell.ts';

/** The tools reach the brokers through their real ports. */
class LoopbackNetwork extends InProcessNetwork {
  override connect: InProcessNetwork['connect'] = (_from, host, port) =>
    new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(socket));
      socket.once('error', reject);
    });
}

let cluster: TestCluster;
const network = new LoopbackNetwork();
beforeAll(async () => {
  cluster = await TestCluster.start([0]);
});
afterAll(() => cluster.stop());

const bare = (line: string, stdin?: string) =>
  runProgram(line.split(' '), {
    programs: toolPrograms,
    network,
    ...(stdin === undefined ? {} : { stdin }),
  });
const run = (words: string, stdin?: string) =>
  bare(`kafka-acls --bootstrap-server ${cluster.bootstrap} ${words}`, stdin);

/** What is printed on stdout, and exit code 1. */
const failed = (stdout: string) => ({ code: 1, stdout, stderr: '' });
const thrown = (exception: string, message: string, cause?: string) =>
  `Error while executing ACL command: ${message}\n${exception}: ${message}\n${cause === undefined ? '' : `Caused by: ${cause}\n`}\n`;
const disabled = (message: string) => {
  const cause = `org.apache.kafka.common.errors.SecurityDisabledException: ${message}`;
  return thrown('java.util.concurrent.ExecutionException', cause, cause);
};
const unlisted = disabled('No Authorizer is configured on the broker');
const unchanged = disabled('No Authorizer is configured.');

it.each([
  ['--list'],
  ['--list --topic t --group g --cluster --resource-pattern-type any'],
  ['--list --principal User:a'],
])('%s ends with the refusal of a broker without an authorizer', async (words) => {
  expect(await run(words)).toEqual(failed(unlisted));
});

it('--add says what it adds before the broker refuses it', async () => {
  expect(await run('--add --allow-principal User:a --deny-principal User:b --deny-host h --topic t')).toEqual(
    failed(
      'Adding ACLs for resource `ResourcePattern(resourceType=TOPIC, name=t, patternType=LITERAL)`: \n' +
        ' \t(principal=User:a, host=*, operation=ALL, permissionType=ALLOW)\n' +
        '\t(principal=User:b, host=h, operation=ALL, permissionType=DENY) \n\n' +
        unchanged,
    ),
  );
});

it('--producer and --consumer stand for what each needs, together on a topic that both use', async () => {
  const words = '--add --producer --consumer --idempotent --topic t --group g --allow-principal User:a';
  const { stdout } = await run(words);
  expect([...stdout.matchAll(/operation=(\w+)/g)].map(([, name]) => name)).toEqual([
    ...['READ', 'DESCRIBE', 'WRITE', 'CREATE'],
  ]);
});

it('--remove asks for each resource, and removes nothing without a yes', async () => {
  const question = (type: string, name: string) =>
    `Are you sure you want to delete all ACLs for resource filter \`ResourcePattern(resourceType=${type}, name=${name}, patternType=LITERAL)\`? (y/n)\n`;
  const both = question('TOPIC', 't') + question('GROUP', 'g');
  expect(await run('--remove --topic t --group g', 'n\nno\n')).toEqual(failed(both + unlisted));
  expect(await run('--remove --topic t --group g', 'n\nY\n')).toEqual(failed(both + unchanged));
  expect(await run('--remove --topic t --force')).toEqual(failed(unchanged));
  expect(await run('--remove --allow-principal User:a --operation Read --topic t', 'n\n')).toEqual(
    failed(
      'Are you sure you want to remove ACLs: \n \t(principal=User:a, host=*, operation=READ, permissionType=ALLOW) \n' +
        ' from resource filter `ResourcePattern(resourceType=TOPIC, name=t, patternType=LITERAL)`? (y/n)\n' +
        unlisted,
    ),
  );
});

it('--remove without an answer fails as in Java', async () => {
  const { stdout } = await run('--remove --topic t', '');
  expect(stdout).toContain('Error while executing ACL command: null\njava.lang.NullPointerException\n\n');
});

it.each([
  ['', 'Command must include exactly one action: --list, --add, --remove. '],
  ['--list --add', 'Command must include exactly one action: --list, --add, --remove. '],
  // The first of Scala's set, not of the command line.
  ['--list --deny-host h --consumer', 'Option "[list]" can\'t be used with option "[consumer]"'],
  ['--add --producer --operation Read', 'Option "[producer]" can\'t be used with option "[operation]"'],
  ['--add --principal User:a', 'The --principal option is only available if --list is set'],
  ['--add --producer', 'With --producer you must specify a --topic'],
  ['--add --topic t --idempotent', 'The --idempotent option is only available if --producer is set'],
  [
    '--add --consumer --topic t',
    'With --consumer you must specify a --topic and a --group and no --cluster or --transactional-id option should be specified.',
  ],
  ['--list --authorizer a', 'Only one of --bootstrap-server or --authorizer must be specified'],
  [
    '--list --authorizer-properties a=b',
    'The --authorizer-properties option can only be used with --authorizer option',
  ],
  [
    '--add --topic t',
    'You must specify one of: --allow-principal, --deny-principal when trying to add ACLs.',
  ],
  [
    '--remove',
    'You must provide at least one resource: --topic <topic> or --cluster or --group <group> or --delegation-token <Delegation Token ID>',
  ],
  [
    '--add --allow-principal User:a --group g --operation Write',
    'ResourceType GROUP only supports operations READ,DESCRIBE,DELETE,ALL',
  ],
  [
    '--add --allow-principal User:a --topic t --resource-pattern-type match',
    "A '--resource-pattern-type' value of 'MATCH' is not valid when adding acls.",
  ],
])('%s is refused, with the options', async (words, message) => {
  const { code, stdout, stderr } = await run(words);
  expect({ code, stdout, message: stderr.split('\n')[0] }).toEqual({ code: 1, stdout: '', message });
  expect(stderr).toContain('--resource-pattern-type <String');
});

it.each([
  [
    '--list --principal a',
    thrown(
      'java.lang.IllegalArgumentException',
      'expected a string in format principalType:principalName but got a',
    ),
  ],
  [
    '--add --topic t --allow-principal User:a --operation any',
    thrown('java.lang.IllegalArgumentException', 'operation must not be ANY'),
  ],
  [
    '--list --topic t --resource-pattern-type foo',
    thrown(
      'joptsimple.OptionArgumentConversionException',
      "Cannot parse argument 'foo' of option resource-pattern-type",
      'joptsimple.ValueConversionException: Value [foo] is not one of [ANY|MATCH|LITERAL|PREFIXED]',
    ),
  ],
  ['--list --command-config /nope', thrown('java.nio.file.NoSuchFileException', '/nope')],
  [
    '--list --command-config',
    `Did not load any properties since the property file is not specified\n${unlisted}`,
  ],
])('%s fails as in Java', async (words, stdout) => {
  expect(await run(words)).toEqual(failed(stdout));
});

it('a list of brokers that no client takes is named as the cause', async () => {
  expect(await bare('kafka-acls --bootstrap-server localhost --list')).toEqual(
    failed(
      thrown(
        'org.apache.kafka.common.KafkaException',
        'Failed to create new KafkaAdminClient',
        'org.apache.kafka.common.config.ConfigException: Invalid url in bootstrap.servers: localhost',
      ),
    ),
  );
});

it.each(['--authorizer a', '--authorizer-properties a=b', '--zk-tls-config-file f'])(
  '%s is refused by its name, with the reason',
  async (words) => {
    expect(await bare(`kafka-acls --list ${words}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: `kafka-acls: ${words.split(' ')[0]}: not in the embedded image: the embedded broker has no authorizer that a tool could open; use --bootstrap-server\n`,
    });
  },
);

it('needs an authorizer, as Kafka 3.3 does, without --bootstrap-server', async () => {
  const { code, stderr } = await bare('kafka-acls --list');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Missing required argument "\[authorizer-properties\]"\nOption/);
});

it('has the help, the version and the class of Kafka', async () => {
  for (const line of ['kafka-acls', 'kafka-acls --help', 'kafka-run-class kafka.admin.AclCommand --help']) {
    const { code, stderr } = await bare(line);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^This tool helps to manage acls on kafka\.\nOption/);
  }
  expect(await bare('kafka-acls --version')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('7.3.5'),
  });
});
