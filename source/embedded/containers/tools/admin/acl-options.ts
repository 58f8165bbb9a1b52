import { hashCode } from '../command-line/java-hash-order.ts';
import { type Options, type OptionTable, UsageError } from '../command-line/options.ts';
import { scalaMapOrder } from '../command-line/scala-map-order.ts';

const resource = (named: string, help: string) => ({ value: 'many', named, help }) as const;

export const aclTable = {
  add: { value: 'none', help: 'Add ACLs.' },
  'allow-host': {
    value: 'many',
    named: 'allow-host',
    help: 'Where allowed principals connect from; * without it.',
  },
  'allow-principal': {
    value: 'many',
    named: 'allow-principal',
    help: 'Whom to allow, type:name; User:* is all.',
  },
  authorizer: { value: 'required', named: 'authorizer', help: 'Not in the embedded image.' },
  'authorizer-properties': {
    value: 'many',
    named: 'authorizer-properties',
    help: 'Not in the embedded image.',
  },
  'bootstrap-server': { value: 'required', named: 'server to connect to', help: 'REQUIRED: the brokers.' },
  cluster: { value: 'none', help: 'The ACLs of the cluster.' },
  'command-config': { value: 'optional', named: 'command-config', help: 'Settings of the client.' },
  consumer: {
    value: 'none',
    help: 'What a consumer needs: READ and DESCRIBE on topics, READ on groups.',
  },
  'delegation-token': resource('delegation-token', 'The ACLs of a delegation token; * is all.'),
  'deny-host': {
    value: 'many',
    named: 'deny-host',
    help: 'Where denied principals connect from; * without it.',
  },
  'deny-principal': {
    value: 'many',
    named: 'deny-principal',
    help: 'Whom to deny, type:name; goes before what is allowed.',
  },
  force: { value: 'none', help: 'Do not ask before ACLs are removed.' },
  group: resource('group', 'The ACLs of a consumer group; * is all.'),
  idempotent: { value: 'none', help: 'With --producer: IDEMPOTENT_WRITE on the cluster as well.' },
  list: { value: 'none', help: 'List ACLs, of all resources or of those that are named.' },
  operation: {
    value: 'many',
    initial: 'All',
    help: 'What to allow or deny, such as Read or DescribeConfigs.',
  },
  principal: { value: 'optional', named: 'principal', help: 'With --list: only the ACLs of a principal.' },
  producer: {
    value: 'none',
    help: 'What a producer needs: WRITE, DESCRIBE and CREATE on topics, WRITE and DESCRIBE on transactional ids.',
  },
  remove: { value: 'none', help: 'Remove ACLs.' },
  'resource-pattern-type': {
    value: 'required',
    named: 'any|match|literal|prefixed',
    initial: 'LITERAL',
    help: 'How the name of a resource is meant; with --add only literal or prefixed.',
  },
  topic: resource('topic', 'The ACLs of a topic; * is all.'),
  'transactional-id': resource('transactional-id', 'The ACLs of a transactional id; * is all.'),
  'user-principal': resource('user-principal', 'The ACLs of a user as a resource.'),
  'zk-tls-config-file': {
    value: 'required',
    named: 'Authorizer ZooKeeper TLS configuration',
    help: 'Not in the embedded image.',
  },
} as const satisfies OptionTable<string>;

export type AclOption = keyof typeof aclTable;

export const aclActions = ['add', 'remove', 'list'] as const;
export type AclAction = (typeof aclActions)[number];

/** They open the store of an authorizer in ZooKeeper, past the brokers. */
const pastTheBrokers = ['authorizer', 'authorizer-properties', 'zk-tls-config-file'] as const;

/** Options that the first one excludes. */
const excluded: readonly (readonly [AclOption, readonly AclOption[]])[] = [
  ['list', ['producer', 'consumer', 'allow-host', 'allow-principal', 'deny-host', 'deny-principal']],
  ['producer', ['operation', 'deny-principal', 'deny-host']],
  ['consumer', ['operation', 'deny-principal', 'deny-host']],
];

/** The option that needs an authorizer, if the tool would begin with one. Throws UsageError. */
export function optionPastTheBrokers(options: Options<AclOption>): AclOption | undefined {
  if (!options.has('bootstrap-server')) return pastTheBrokers.find((name) => options.has(name));
  if (options.has('authorizer'))
    throw new UsageError('Only one of --bootstrap-server or --authorizer must be specified');
  return undefined;
}

/** The action, once all of the command line is checked as the tool does. Throws UsageError. */
export function aclAction(options: Options<AclOption>): AclAction {
  const has = (name: AclOption) => options.has(name);
  if (!has('bootstrap-server')) throw new UsageError('Missing required argument "[authorizer-properties]"');
  if (has('authorizer-properties'))
    throw new UsageError('The --authorizer-properties option can only be used with --authorizer option');
  const [action, another] = aclActions.filter(has);
  if (action === undefined || another !== undefined)
    throw new UsageError('Command must include exactly one action: --list, --add, --remove. ');
  for (const [used, others] of excluded) {
    const other = scalaMapOrder(others, (name) => 31 + hashCode(name)).find(has);
    if (has(used) && other !== undefined)
      throw new UsageError(`Option "[${used}]" can't be used with option "[${other}]"`);
  }
  if (has('principal') && !has('list'))
    throw new UsageError('The --principal option is only available if --list is set');
  if (has('producer') && !has('topic')) throw new UsageError('With --producer you must specify a --topic');
  if (has('idempotent') && !has('producer'))
    throw new UsageError('The --idempotent option is only available if --producer is set');
  const isForProducer = has('producer') || !(has('cluster') || has('transactional-id'));
  if (has('consumer') && !(has('topic') && has('group') && isForProducer))
    throw new UsageError(
      'With --consumer you must specify a --topic and a --group and no --cluster or --transactional-id option should be specified.',
    );
  return action;
}
