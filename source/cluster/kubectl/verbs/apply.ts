import { typeName } from '../../api/discovery.ts';
import { applyOne } from '../apply/apply-one.ts';
import { fileFlags, outputFlag, selectorFlags } from '../arguments/global-flags.ts';
import { matchesSelector } from '../arguments/selectors.ts';
import { KubectlError, throwAll, usageError } from '../errors/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { objectPrinter } from '../output/print-objects.ts';
import type { Verb } from '../verb/verb.ts';

export const apply: Verb = {
  name: 'apply',
  flags: [
    ...fileFlags,
    ...selectorFlags.filter(({ name }) => name === 'selector'),
    outputFlag,
    { name: 'validate', type: 'string', alone: 'strict', initial: 'strict' },
    { name: 'dry-run', type: 'string', alone: 'unchanged', initial: 'none' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-client-side-apply' },
  ],
  leftOut: [
    'all',
    'allow-missing-template-keys',
    'cascade',
    'force',
    'force-conflicts',
    'grace-period',
    'kustomize',
    'openapi-patch',
    'overwrite',
    'prune',
    'prune-allowlist',
    'server-side',
    'show-managed-fields',
    'subresource',
    'template',
    'timeout',
    'wait',
  ],
  async run(context, { flags, args }) {
    if (args.length > 0) {
      throw usageError(`error: Unexpected args: [${args.join(' ')}]`, 'kubectl apply');
    }
    if (flags.list('filename').length === 0) throw new KubectlError('error: must specify one of -f and -k');
    const dryRun = dryRunOf(flags.string('dry-run'));
    const print = objectPrinter(flags.string('output'));
    const { objects, errors } = await readManifests(context, flags.list('filename'), flags.on('recursive'));
    const selected = objects.filter(({ labels }) => matchesSelector(flags.string('selector'), labels));
    if (selected.length === 0 && errors.length === 0)
      throw new KubectlError('error: no objects passed to apply');
    for (const one of selected) {
      try {
        const query = {
          fieldManager: flags.string('field-manager'),
          fieldValidation: fieldValidation(flags.string('validate')),
          ...(dryRun === 'server' ? { dryRun: 'All' } : {}),
        };
        const { object, word } = await applyOne(context, one, query, {
          recorded: true,
          onlyLocal: dryRun === 'client',
        });
        if (print !== undefined) context.printData(print.one(object, one.type));
        else {
          const suffix = dryRun === 'none' ? '' : dryRun === 'server' ? ' (server dry run)' : ' (dry run)';
          context.print(`${typeName(one.type)}/${object.metadata.name} ${word}${suffix}`);
        }
      } catch (error) {
        if (context.signal.aborted) throw error;
        errors.push(error);
      }
    }
    throwAll(errors);
    return 0;
  },
};

export function dryRunOf(value: string): 'none' | 'client' | 'server' {
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'false') return 'none';
  throw new KubectlError(`error: Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

function fieldValidation(value: string): string {
  if (value === 'true' || value === 'strict') return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'false' || value === 'ignore') return 'Ignore';
  throw new KubectlError(
    `error: invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}
