import { LabError } from '../../../errors/lab-error.ts';
import { defaultContainerAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { execInPod } from '../../api/exec.ts';
import { KubectlError, usageError } from '../errors/kubectl-error.ts';
import { podsBehind } from '../objects/pods-behind.ts';
import type { Verb } from '../verb/verb.ts';

export const exec: Verb = {
  name: 'exec',
  flags: [
    { name: 'container', short: 'c', type: 'string' },
    { name: 'stdin', short: 'i', type: 'switch' },
    { name: 'tty', short: 't', type: 'switch' },
    { name: 'quiet', short: 'q', type: 'switch' },
  ],
  leftOut: ['filename', 'pod-running-timeout'],
  async run(context, { flags, args, dashAt }) {
    if (args.length === 0 || dashAt === 0) {
      throw new KubectlError('error: pod, type/name or --filename must be specified');
    }
    const target = args[0]!;
    // Without `--`, kubectl refuses what follows the pod's name.
    if (dashAt < 0 && args.length > 1) {
      throw usageError(
        'error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
        'kubectl exec',
      );
    }
    const command = args.slice(dashAt < 0 ? 1 : dashAt);
    if (command.length === 0)
      throw new KubectlError('error: you must specify at least one command for the container');
    const { pods } = await podsBehind(context, target, 'attach');
    const pod = pods[0];
    if (pod === undefined) throw new KubectlError(`error: no pods found behind ${target}`);
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    }
    const names = pod.spec.containers.map(({ name }) => name);
    const preferred = pod.metadata.annotations?.[defaultContainerAnnotation];
    const container = flags.string('container') || names.find((name) => name === preferred) || names[0] || '';
    if (!flags.given('container') && names.length > 1 && preferred === undefined && !flags.on('quiet')) {
      context.warn(`Defaulted container "${container}" out of: ${names.join(', ')}`);
    }
    const wantsStdin = flags.on('stdin');
    const wantsTty =
      flags.on('tty') && wantsStdin && (context.stdin as { isTTY?: boolean } | undefined)?.isTTY === true;
    if (flags.on('tty') && wantsStdin && !wantsTty) {
      context.warn('Unable to use a TTY - input is not a terminal or the right kind of file');
    }
    const terminal = wantsTty ? context.terminal : undefined;
    const giveBack = terminal?.takeKeys();
    const exitCode = await execInPod(
      context.api,
      {
        namespace: pod.metadata.namespace ?? context.namespace,
        pod: pod.metadata.name,
        container,
        command,
      },
      {
        stdin: wantsStdin ? context.stdin : undefined,
        tty: wantsTty,
        ...(terminal === undefined ? {} : { terminal }),
        onOutput: (stream, bytes) =>
          wantsTty ? context.data.draw(bytes) : context.data.write(stream, bytes),
        signal: context.signal,
      },
    )
      .catch((error: unknown) => {
        if (error instanceof LabError && error.code === 'command')
          throw new KubectlError(`error: ${error.message}`);
        throw error;
      })
      .finally(giveBack);
    if (exitCode !== 0) context.warn(`command terminated with exit code ${exitCode}`);
    return exitCode;
  },
};
