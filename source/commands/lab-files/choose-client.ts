import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { programFile } from '../../cluster/context/client-program.ts';
import type { ClientCommand } from '../../cluster/embedded/embedded-cluster.ts';
import type { BetterSource } from '../../cluster/kind/better-source.ts';
import { splitShellWords } from '../../cluster/shell-words.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { ConsumerSwap } from '../../lab/model/step.ts';
import type { Options } from '../command-line/options.ts';
import { readLabText } from './read-lab-text.ts';
import { refuseClusterNames } from './refuse-cluster-names.ts';

/** Which program the clients run, and how the swap deploys the better consumer. */
export interface ChosenClient {
  /** True if the clients are not the lab's own program. */
  readonly isForeign: boolean;
  readonly swap: ConsumerSwap;
  /** Why the swap key does nothing; undefined if it swaps. */
  readonly swapOff?: string;
  readonly command?: ClientCommand;
  readonly betterCommand?: ClientCommand;
  readonly betterSource?: BetterSource;
  /** Notes for the learner. */
  readonly notes: readonly string[];
}

const byRole = { by: 'role' } as const;
const editNote =
  'Before step 3.1, change your program and build it again: the step restarts the consumer. If you have two programs, name the better one with --better-client.';
const roleNote =
  'The swap key starts your program with ROLE=group-consumer. If your program ignores ROLE, name the better consumer with --better-client.';

/** @throws LabError `usage`: flags that exclude each other, or an image that this cluster cannot get */
export function chooseClient(options: Options): ChosenClient {
  const isForeign = options.labDir !== undefined && buildsAnotherImage(options.labDir);
  if (options.cluster === 'embedded') return onEmbedded(options, isForeign);
  return options.cluster === 'kind' ? onKind(options, isForeign) : onContext(options, isForeign);
}

function onEmbedded({ labDir, clientCommand, betterClient }: Options, isForeign: boolean): ChosenClient {
  if (clientCommand === undefined) {
    needs(betterClient, '--client-command CMD');
    if (!isForeign) return { isForeign, swap: byRole, notes: [] };
    return {
      isForeign: false,
      swap: byRole,
      notes: [
        `The lab's own clients take the place of the image that ${labDir} builds: the embedded cluster has no container engine. To run your program, build it and add \`--client-command './PROGRAM'\`, or use \`--cluster kind\`.`,
      ],
    };
  }
  const directory = labDir ?? process.cwd();
  const command = commandOf('client-command', clientCommand, directory);
  const notes = [`The clients are your own program: ${clientCommand}`];
  if (betterClient === undefined)
    return {
      isForeign: true,
      swap: { by: 'edit' },
      swapOff:
        'your program is both consumers: change it, build it again, and run step 3.1, which restarts it; a second program is named with --better-client',
      command,
      notes: [...notes, editNote],
    };
  return {
    isForeign: true,
    swap: { by: 'program' },
    command,
    betterCommand: commandOf('better-client', betterClient, directory),
    notes: [...notes, `The swap key replaces it with your better consumer: ${betterClient}`],
  };
}

function onKind({ labDir, betterClient }: Options, isForeign: boolean): ChosenClient {
  if (labDir === undefined) {
    needs(betterClient, '--lab-dir DIR');
    return { isForeign, swap: byRole, notes: [] };
  }
  const own = isForeign ? ['The clients image is built from your own directory.'] : [];
  const usual = join(labDir, 'better');
  const better = betterClient === undefined ? usual : resolve(betterClient);
  if (existsSync(better)) {
    const script = join(better, 'build.sh');
    if (existsSync(script)) refuseClusterNames(script);
    const note = `The swap key builds your better consumer from ${better} in a copy of your directory, and restarts the consumer.`;
    return {
      isForeign: true,
      swap: { by: 'program' },
      betterSource: { directory: labDir, better },
      notes: [...own, note],
    };
  }
  if (betterClient !== undefined)
    throw new LabError('usage', `there is no file or directory \`${better}\``, {
      hint: 'name a directory or file with the source of your better consumer',
    });
  if (!isForeign) return { isForeign, swap: byRole, notes: [] };
  return {
    isForeign,
    swap: { by: 'edit' },
    swapOff: `the clients image is your own, and \`${usual}\` is missing: put the files of your better consumer there, or edit your source and rebuild it with step 3.1`,
    notes: own,
  };
}

function onContext({ labDir, clientImage, betterClient }: Options, isForeign: boolean): ChosenClient {
  if (clientImage === undefined) {
    needs(betterClient, '--client-image IMAGE');
    if (!isForeign) return { isForeign, swap: byRole, notes: [] };
    return {
      isForeign: false,
      swap: byRole,
      notes: [
        `The lab's own clients take the place of the image that ${labDir} builds: it cannot be loaded onto this cluster from here. To run yours, push it to a registry that the nodes can reach, and name it with \`--client-image IMAGE\`.`,
      ],
    };
  }
  const notes = [`The clients run from your image ${clientImage}.`];
  if (betterClient === undefined) return { isForeign: true, swap: byRole, notes: [...notes, roleNote] };
  if (!/^[a-z0-9][\w.:/@-]{0,400}$/i.test(betterClient))
    throw new LabError('usage', `--better-client is \`${betterClient}\``, {
      hint: 'on the cluster of a context, use the name of an image',
    });
  return {
    isForeign: true,
    swap: { by: 'image', original: clientImage, better: betterClient },
    notes: [...notes, `The swap key replaces it with your image ${betterClient}`],
  };
}

function needs(betterClient: string | undefined, flag: string): void {
  if (betterClient === undefined) return;
  throw new LabError('usage', `--better-client is \`${betterClient}\`, but the first client is not yours`, {
    hint: `name the first one with \`${flag}\`; the lab's own clients need no --better-client`,
  });
}

function commandOf(flag: string, text: string, directory: string): ClientCommand {
  const words = splitShellWords(text, process.platform === 'win32' ? 'literally' : 'escapes');
  if (words.length > 0) return { words, directory };
  throw new LabError('usage', `--${flag} is empty`, { hint: `name a program: --${flag} './clients'` });
}

/** True if the directory builds a clients image of its own, from a Dockerfile or with a script. */
function buildsAnotherImage(directory: string): boolean {
  const dockerfile = join(directory, 'Dockerfile');
  if (existsSync(dockerfile)) return !readLabText(dockerfile).includes(programFile);
  return existsSync(join(directory, 'build.sh'));
}
