import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { takeLine, writeText } from '../../shell/streams.ts';
import { parseBootstrap } from '../command-line/cluster-access.ts';
import { JavaError, javaMain, stackText, type Thrown, thrownText } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { propertyFile } from '../command-line/property-file.ts';
import { type AclBindings, bindingsOf, patternTypeOf, principalsOf, resourcesOf } from './acl-bindings.ts';
import { type AclEntry, entryText, resourceText } from './acl-model.ts';
import { type AclAction, type AclOption, aclAction, aclTable, optionPastTheBrokers } from './acl-options.ts';
import { create, describe, remove } from './acl-requests.ts';
import { withAdmin } from './admin-access.ts';

type Given = Options<AclOption>;

/**
 * `kafka-acls`, as in Kafka 3.3: what it checks and asks itself. The embedded broker has no authorizer, so that in the end it gets
 * SECURITY_DISABLED.
 */
export const kafkaAcls = javaMain<AclOption>({
  table: aclTable,
  about: 'This tool helps to manage acls on kafka.',
  malformed: 'uncaught',
  async run(context, options) {
    const refused = optionPastTheBrokers(options);
    if (refused !== undefined) {
      const why = 'the embedded broker has no authorizer that a tool could open; use --bootstrap-server';
      await writeText(
        context.stderr,
        `${context.argv[0]}: --${refused}: not in the embedded image: ${why}\n`,
      );
      return 1;
    }
    const action = aclAction(options);
    try {
      await runs[action](context, options);
    } catch (error) {
      throw asCaught(error);
    }
    return 0;
  },
  async failed(context, thrown) {
    const isOurs = thrown.exception.startsWith('org.apache.kafka.common.errors.');
    // What an admin client's call ends with, as a future hands it on.
    const caught: Thrown = isOurs
      ? { exception: 'java.util.concurrent.ExecutionException', message: thrownText(thrown), cause: thrown }
      : thrown;
    await writeText(
      context.stdout,
      `Error while executing ACL command: ${caught.message || 'null'}\n${stackText(caught)}\n\n`,
    );
    return 1;
  },
});

/** Once the command line is checked, a value that does not fit its option is a failure like any other. */
function asCaught(error: unknown): unknown {
  if (!(error instanceof UsageError) || error.exception === undefined) return error;
  const { exception, message } = error;
  if (exception.startsWith('joptsimple.')) return new JavaError(exception, message);
  return new JavaError('org.apache.kafka.common.KafkaException', 'Failed to create new KafkaAdminClient', {
    exception,
    message,
  });
}

const runs: Readonly<Record<AclAction, (context: ProgramContext, options: Given) => Promise<void>>> = {
  async add(context, options) {
    const pattern = patternTypeOf(options);
    if (pattern === 'ANY' || pattern === 'MATCH')
      throw new UsageError(
        `A '--resource-pattern-type' value of '${pattern}' is not valid when adding acls.`,
      );
    const all = bindingsOf(options);
    if (all.some(({ entries }) => entries.length === 0))
      throw new UsageError(
        'You must specify one of: --allow-principal, --deny-principal when trying to add ACLs.',
      );
    await checkClient(context, options);
    for (const bindings of all) {
      const { resource, entries } = bindings;
      await writeText(
        context.stdout,
        `Adding ACLs for resource \`${resourceText(resource)}\`: \n ${listed(entries)} \n\n`,
      );
      await call(context, options, 'createAcls', (cluster) => create(cluster, bindings));
    }
    await list(context, options);
  },

  async remove(context, options) {
    await checkClient(context, options);
    for (const bindings of bindingsOf(options))
      if (options.has('force') || (await isConfirmed(context, bindings)))
        await call(context, options, 'deleteAcls', (cluster) => remove(cluster, bindings));
    await list(context, options);
  },

  async list(context, options) {
    await checkClient(context, options);
    await list(context, options);
  },
};

/** What stops Java's admin client before it connects. Throws JavaError and UsageError. */
async function checkClient(context: ProgramContext, options: Given): Promise<void> {
  const path = options.get('command-config');
  if (path === undefined && options.has('command-config'))
    await writeText(context.stdout, 'Did not load any properties since the property file is not specified\n');
  propertyFile(context, path);
  parseBootstrap(options.get('bootstrap-server')!);
}

function call(
  context: ProgramContext,
  options: Given,
  name: string,
  run: (cluster: ClusterClient) => Promise<void>,
): Promise<void> {
  return withAdmin(context, options.get('bootstrap-server')!, name, run);
}

async function isConfirmed(context: ProgramContext, { resource, entries }: AclBindings): Promise<boolean> {
  const filter = `resource filter \`${resourceText(resource)}\`? (y/n)`;
  const question =
    entries.length === 0
      ? `Are you sure you want to delete all ACLs for ${filter}`
      : `Are you sure you want to remove ACLs: \n ${listed(entries)} \n from ${filter}`;
  await writeText(context.stdout, `${question}\n`);
  const { text, isWhole } = await takeLine(context.stdin, context.killed);
  if (text === '' && !isWhole) throw new JavaError('java.lang.NullPointerException', '');
  return text.replace(/\r$/, '').toLowerCase() === 'y';
}

/** Ends with the broker's refusal. */
async function list(context: ProgramContext, options: Given): Promise<void> {
  const resources = resourcesOf(options);
  principalsOf(options, 'principal');
  await call(context, options, 'describeAcls', async (cluster) => {
    for (const resource of resources.length === 0 ? [undefined] : resources)
      await describe(cluster, resource);
  });
}

function listed(entries: readonly AclEntry[]): string {
  return entries.map((entry) => `\t${entryText(entry)}`).join('\n');
}
