import { quoted } from '../language/quote.ts';
import { textOf } from '../language/variables.ts';
import { writeText } from '../streams.ts';
import { type Builtin, fail, wrongOption } from './builtin.ts';

/** Options of `set` by name; those without a letter go by their names. */
const letters: Readonly<Record<string, string>> = {
  allexport: 'a',
  braceexpand: 'B',
  errexit: 'e',
  errtrace: 'E',
  functrace: 'T',
  hashall: 'h',
  histexpand: 'H',
  noclobber: 'C',
  noexec: 'n',
  noglob: 'f',
  nounset: 'u',
  pipefail: 'pipefail',
  posix: 'posix',
  verbose: 'v',
  xtrace: 'x',
};
const settable = new Set('aBeETCfhHnuvx');

/** Options of `shopt` that have an effect here. */
const features = new Set([
  'nullglob',
  'failglob',
  'dotglob',
  'nocasematch',
  'extglob',
  'expand_aliases',
  'sourcepath',
  'cmdhist',
]);

const knownFeatures = new Set([
  ...features,
  'globstar',
  'lastpipe',
  'inherit_errexit',
  'nocaseglob',
  'checkwinsize',
  'histappend',
]);

async function set(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  if (words.length === 0) {
    const lines = [...shell.variables.all()]
      .map(([name, variable]) => [name, textOf(variable)] as const)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value === '' ? '' : quoted(value as string)}\n`);
    await writeText(open.stdout, lines.join(''));
    return 0;
  }
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--' || word === '-') {
      if (word === '--' || words.length > 0) shell.positional = words;
      return 0;
    }
    if (!/^[-+]./.test(word)) {
      shell.positional = [word, ...words];
      return 0;
    }
    const turns = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const name = words.shift();
        if (name === undefined) {
          const lines = Object.entries(letters).map(
            ([one, key]) => `${one.padEnd(15)}\t${shell.options.has(key) ? 'on' : 'off'}\n`,
          );
          await writeText(open.stdout, lines.join(''));
          return 0;
        }
        const key = letters[name];
        if (key === undefined) return await fail(shell, open, argv, `${name}: invalid option name`, 2);
        turn(shell.options, key, turns);
      } else if (settable.has(letter)) turn(shell.options, letter, turns);
      else return await wrongOption(shell, open, argv, `${word[0]}${letter}`);
    }
  }
  return 0;
}

function turn(options: Set<string>, key: string, isOn: boolean): void {
  if (isOn) options.add(key);
  else options.delete(key);
}

async function shopt(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  let how = '';
  while (words[0]?.startsWith('-')) {
    const option = words.shift()!;
    if (!/^-[supqo]+$/.test(option)) return await wrongOption(shell, open, argv, option);
    how += option.slice(1);
  }
  let status = 0;
  for (const name of words.length === 0 ? [...features].sort() : words) {
    if (!knownFeatures.has(name)) {
      status = await fail(shell, open, argv, `${name}: invalid shell option name`);
      continue;
    }
    if (how.includes('s')) {
      // What has no effect is refused, so that no script relies on it.
      if (features.has(name) || name === 'checkwinsize' || name === 'histappend') shell.features.add(name);
      else
        status = await fail(shell, open, argv, `${name}: not supported by the shell of the embedded image`);
    } else if (how.includes('u')) shell.features.delete(name);
    else {
      const isOn = shell.features.has(name);
      if (!isOn) status = words.length > 0 ? 1 : status;
      if (!how.includes('q')) await writeText(open.stdout, `${name.padEnd(15)}\t${isOn ? 'on' : 'off'}\n`);
    }
  }
  return status;
}

/** The mask as an octal number or `u=rwx,g=rx,o=rx`. */
async function umask(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const [, first] = argv;
  if (first === undefined) {
    await writeText(open.stdout, `${shell.mask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (first === '-S') {
    const part = (who: string, shift: number): string => {
      const bits = ~(shell.mask >> shift) & 7;
      return `${who}=${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
    };
    await writeText(open.stdout, `${part('u', 6)},${part('g', 3)},${part('o', 0)}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(first))
    return await fail(shell, open, argv, `${first}: octal number out of range`);
  shell.mask = Number.parseInt(first, 8) & 0o777;
  return 0;
}

/** What a container of a cluster without limits shows. */
const limits: readonly (readonly [letter: string, name: string, value: string])[] = [
  ['c', 'core file size          (blocks, -c)', 'unlimited'],
  ['d', 'data seg size           (kbytes, -d)', 'unlimited'],
  ['f', 'file size               (blocks, -f)', 'unlimited'],
  ['m', 'max memory size         (kbytes, -m)', 'unlimited'],
  ['n', 'open files                      (-n)', '1048576'],
  ['s', 'stack size              (kbytes, -s)', '8192'],
  ['u', 'max user processes              (-u)', '200'],
  ['v', 'virtual memory          (kbytes, -v)', 'unlimited'],
];

async function ulimit(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  const option = words.find((word) => word.startsWith('-'))?.replace(/[-HS]/g, '') ?? '';
  const value = words.find((word) => !word.startsWith('-'));
  if (option === 'a') {
    await writeText(open.stdout, limits.map(([, name, limit]) => `${name} ${limit}\n`).join(''));
    return 0;
  }
  const found = limits.find(([letter]) => letter === (option === '' ? 'f' : option));
  if (found === undefined) return await wrongOption(shell, open, argv, `-${option}`);
  if (value !== undefined)
    return await fail(shell, open, argv, 'limits cannot be changed in the embedded image');
  await writeText(open.stdout, `${found[2]}\n`);
  return 0;
}

/** Builtins that change how the shell works. */
export const settings: readonly (readonly [string, Builtin])[] = [
  ['set', set],
  ['shopt', shopt],
  ['umask', umask],
  ['ulimit', ulimit],
  [
    'times',
    async (_shell, _argv, open) => {
      await writeText(open.stdout, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
      return 0;
    },
  ],
];
