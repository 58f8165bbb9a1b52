import { existsSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { TarError } from '../../../archives/tar-header.ts';
import { LabError } from '../../../errors/lab-error.ts';
import { defaultContainerAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { type ExecTarget, execInPod } from '../../api/exec.ts';
import type { Flags } from '../arguments/flags.ts';
import { lastPart, packLocal } from '../copy/pack-local.ts';
import { unpackLocal } from '../copy/unpack-local.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { podsBehind } from '../objects/pods-behind.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

/** `kubectl cp SOURCE DESTINATION`: a file or directory through `tar` in the pod. */
export const cp: Verb = {
  name: 'cp',
  flags: [
    { name: 'container', short: 'c', type: 'string' },
    { name: 'no-preserve', type: 'switch' },
  ],
  leftOut: ['retries'],
  async run(context, { flags, args }) {
    if (args.length !== 2) throw new KubectlError('error: source and destination are required');
    const [source, destination] = args.map(placeOf) as [Place, Place];
    if (source.pod !== undefined && destination.pod !== undefined)
      throw new KubectlError('error: one of src or dest must be a local file specification');
    if (source.file === '' || destination.file === '')
      throw new KubectlError('error: filepath can not be empty');
    if (destination.pod !== undefined) return await intoPod(context, flags, source.file, destination);
    if (source.pod !== undefined) return await fromPod(context, flags, source, destination.file);
    throw new KubectlError('error: one of src or dest must be a remote file specification');
  },
};

interface Place {
  readonly namespace: string | undefined;
  /** Undefined: on this machine. */
  readonly pod: string | undefined;
  readonly file: string;
}

/** `FILE`, `POD:FILE` or `NAMESPACE/POD:FILE`. */
function placeOf(text: string): Place {
  const colon = text.indexOf(':');
  if (colon < 0) return { namespace: undefined, pod: undefined, file: text };
  const names = text.slice(0, colon).split('/');
  const file = text.slice(colon + 1);
  if (colon === 0 || names.length > 2)
    throw new KubectlError('error: filespec must match the canonical format: [[namespace/]pod:]file/path');
  return { namespace: names.length === 2 ? names[0] : undefined, pod: names.at(-1), file };
}

async function targetOf(
  context: VerbContext,
  flags: Flags,
  place: Place,
): Promise<Omit<ExecTarget, 'command'>> {
  const namespace = place.namespace ?? context.namespace;
  const { pods } = await podsBehind({ ...context, namespace }, place.pod ?? '', 'attach');
  const pod = pods[0]!;
  const names = pod.spec.containers.map(({ name }) => name);
  const preferred = pod.metadata.annotations?.[defaultContainerAnnotation];
  const container = flags.string('container') || names.find((name) => name === preferred) || names[0] || '';
  return { namespace, pod: pod.metadata.name, container };
}

async function run(
  context: VerbContext,
  target: ExecTarget,
  io: { readonly stdin?: Readable; readonly onData?: (bytes: Buffer) => void; readonly isQuiet?: boolean },
): Promise<number> {
  try {
    return await execInPod(context.api, target, {
      stdin: io.stdin,
      onOutput: (stream, bytes) => {
        if (stream === 'stdout') io.onData?.(bytes);
        else if (!io.isQuiet) context.data.write('stderr', bytes);
      },
      signal: context.signal,
    });
  } catch (error) {
    if (error instanceof LabError && error.code === 'command')
      throw new KubectlError(`error: ${error.message}`);
    throw error;
  }
}

async function intoPod(
  context: VerbContext,
  flags: Flags,
  source: string,
  destination: Place,
): Promise<number> {
  const local = resolve(context.directory, source);
  if (!existsSync(local)) throw new KubectlError(`error: ${source} doesn't exist in local filesystem`);
  const target = await targetOf(context, flags, destination);
  const clean = destination.file.replace(/(.)\/+$/, '$1');
  const isDirectory =
    (await run(context, { ...target, command: ['test', '-d', clean] }, { isQuiet: true })) === 0;
  const path = isDirectory ? posix.join(clean, lastPart(source)) : clean;
  const directory = posix.dirname(path);
  const command = [
    'tar',
    ...(flags.on('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : []),
    '-xmf',
    '-',
    ...(directory === '.' ? [] : ['-C', directory]),
  ];
  const stdin = Readable.from(packLocal(local, posix.basename(path)), { objectMode: false });
  return ended(context, await run(context, { ...target, command }, { stdin }));
}

async function fromPod(
  context: VerbContext,
  flags: Flags,
  source: Place,
  destination: string,
): Promise<number> {
  const target = await targetOf(context, flags, source);
  const wanted = resolve(context.directory, destination);
  const isDirectory = existsSync(wanted) && statSync(wanted).isDirectory();
  const path = isDirectory ? join(wanted, lastPart(source.file)) : wanted;
  const archive = new PassThrough();
  const unpacked = unpackLocal(archive, {
    prefix: posix
      .normalize(source.file)
      .replace(/^(?:\.\.?\/|\/)+/, '')
      .replace(/\/+$/, ''),
    destination: path,
    warn: (text) => context.warn(text),
  }).catch((error: unknown) => {
    if (error instanceof TarError) throw new KubectlError(`error: ${error.message}`);
    throw error;
  });
  // It is awaited below; until then its failure is not unhandled.
  unpacked.catch(() => undefined);
  const code = await run(
    context,
    { ...target, command: ['tar', 'cf', '-', source.file] },
    { onData: (bytes) => void archive.write(bytes) },
  ).finally(() => archive.end());
  if (code === 0) await unpacked;
  return ended(context, code);
}

function ended(context: VerbContext, code: number): number {
  if (code !== 0) context.warn(`command terminated with exit code ${code}`);
  return code;
}
