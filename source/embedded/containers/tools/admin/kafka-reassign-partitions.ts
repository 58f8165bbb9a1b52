import { KafkaError } from '../../../kafka/messages/errors.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { javaException, javaMessage } from '../command-line/java-exceptions.ts';
import { javaMain, type Thrown, thrownText } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { withAdmin } from './admin-access.ts';
import { cancel, execute, generate, list, ReassignmentError, verify } from './reassignment-actions.ts';
import { brokersIn, checkedPlanIn, planIn, topicsIn } from './reassignment-plan.ts';

const table = {
  additional: { value: 'none', help: 'With --execute: while another reassignment is in progress.' },
  'bootstrap-server': {
    value: 'required',
    named: 'Server(s) to use for bootstrapping',
    help: 'REQUIRED: the brokers.',
  },
  'broker-list': {
    value: 'required',
    named: 'brokerlist',
    help: 'With --generate: the brokers that shall have the replicas, 0,1,2.',
  },
  cancel: { value: 'none', help: 'Cancel what is in progress of a plan.' },
  'command-config': {
    value: 'required',
    named: 'Admin client property file',
    help: 'Settings of the client.',
  },
  'disable-rack-aware': { value: 'none', help: 'With --generate: ignore racks, as it does here anyway.' },
  execute: { value: 'none', help: 'Carry out a plan.' },
  generate: { value: 'none', help: 'Propose a plan.' },
  list: { value: 'none', help: 'Show what is in progress.' },
  'preserve-throttles': { value: 'none', help: 'Leave limits of replication as they are.' },
  'reassignment-json-file': {
    value: 'required',
    named: 'manual assignment json file path',
    help: 'The plan: {"partitions": [{"topic": "foo", "partition": 1, "replicas": [1,2]}], "version": 1}',
  },
  'replica-alter-log-dirs-throttle': {
    value: 'required',
    type: 'Long',
    help: 'The embedded broker does not move replicas between log directories.',
  },
  throttle: { value: 'required', type: 'Long', help: 'The embedded broker does not limit replication.' },
  timeout: { value: 'required', type: 'Long', help: 'How long the tool may take, in ms.' },
  'topics-to-move-json-file': {
    value: 'required',
    named: 'topics to reassign json file path',
    help: 'With --generate: {"topics": [{"topic": "foo"}], "version": 1}',
  },
  verify: { value: 'none', help: 'Tell how far a plan is.' },
} as const;

type Name = keyof typeof table;

const everywhere: readonly Name[] = ['bootstrap-server', 'command-config'];
const actions = {
  generate: {
    required: ['topics-to-move-json-file', 'broker-list'],
    permitted: ['disable-rack-aware'],
  },
  execute: {
    required: ['reassignment-json-file'],
    permitted: ['additional', 'throttle', 'replica-alter-log-dirs-throttle', 'timeout'],
  },
  verify: { required: ['reassignment-json-file'], permitted: ['preserve-throttles'] },
  cancel: { required: ['reassignment-json-file'], permitted: ['preserve-throttles', 'timeout'] },
  list: { required: [], permitted: [] },
} as const satisfies Record<string, { required: readonly Name[]; permitted: readonly Name[] }>;
type Action = keyof typeof actions;

/** `kafka-reassign-partitions`: moves replicas between brokers. */
export const kafkaReassignPartitions = javaMain<Name>({
  table,
  about: 'This tool helps to move topic partitions between replicas.',
  malformed: 'uncaught',
  async run(context, options) {
    const action = actionOf(options);
    const say = (line: string) => writeText(context.stdout, `${line}\n`);
    const plan = options.get('reassignment-json-file');
    const keepsThrottles = options.has('preserve-throttles');
    const isThrottled = options.has('throttle') || options.has('replica-alter-log-dirs-throttle');
    for (const name of ['throttle', 'replica-alter-log-dirs-throttle', 'timeout'] as const)
      options.integer(name, 64);
    const topics = action === 'generate' ? topicsIn(context, options.get('topics-to-move-json-file')!) : [];
    const brokers = action === 'generate' ? brokersIn(options.get('broker-list')!) : [];
    const read = action === 'execute' ? checkedPlanIn : planIn;
    const placements = plan === undefined ? [] : read(context, plan);
    if (isThrottled)
      await writeText(
        context.stderr,
        `${context.argv[0]}: a throttle has no effect: the embedded broker does not limit replication\n`,
      );
    try {
      await withAdmin(context, options.get('bootstrap-server')!, 'listPartitionReassignments', (cluster) => {
        switch (action) {
          case 'generate':
            return generate(cluster, say, topics, brokers);
          case 'execute':
            return execute(cluster, say, placements, {
              isAdditional: options.has('additional'),
              isThrottled,
            });
          case 'verify':
            return verify(cluster, say, placements, keepsThrottles);
          case 'cancel':
            return cancel(cluster, say, placements, keepsThrottles);
          case 'list':
            return list(cluster, say);
        }
      });
      return 0;
    } catch (error) {
      if (error instanceof ReassignmentError) {
        await say(error.message);
        return 1;
      }
      if (!(error instanceof KafkaError)) throw error;
      return failedAtBroker(context, error);
    }
  },
  failed,
});

/** Throws UsageError. */
function actionOf(options: Options<Name>): Action {
  const given = (Object.keys(actions) as Action[]).filter((name) => options.has(name));
  const [action] = given;
  if (action === undefined || given.length > 1)
    throw new UsageError(
      'Command must include exactly one action: --generate, --execute, --verify, --cancel, --list',
    );
  if (!options.has('bootstrap-server')) throw new UsageError('Please specify --bootstrap-server');
  const { required, permitted } = actions[action];
  for (const name of required)
    if (!options.has(name)) throw new UsageError(`Missing required argument "[${name}]"`);
  const fits = new Set<string>([action, ...everywhere, ...required, ...permitted]);
  for (const name of Object.keys(table) as Name[])
    if (options.has(name) && !fits.has(name))
      throw new UsageError(`Option "[${name}]" can't be used with action "[${action}]"`);
  return action;
}

async function failed(context: ProgramContext, thrown: Thrown): Promise<number> {
  await writeText(context.stdout, `Error: ${thrown.message}\n${thrownText(thrown)}\n\n`);
  return 1;
}

/** Of a broker's error, Java prints the one that wraps it first; the frames between are Java's. */
async function failedAtBroker(context: ProgramContext, error: KafkaError): Promise<number> {
  const thrown = thrownText({ exception: javaException(error.code), message: javaMessage(error) });
  const wrapped = `java.util.concurrent.ExecutionException: ${thrown}`;
  await writeText(context.stdout, `Error: ${thrown}\n${wrapped}\nCaused by: ${thrown}\n\n`);
  return 1;
}
