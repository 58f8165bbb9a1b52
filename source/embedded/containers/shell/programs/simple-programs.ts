import { setTimeout as delay } from 'node:timers/promises';
import { findProgram, type Program } from '../program.ts';
import { writeText } from '../streams.ts';
import { usage } from './text-programs.ts';

/** Small programs that print facts about the pod, or nothing. */

/** `echo [-n] [-e] [WORD...]` */
export const echo: Program = async (context) => {
  const words = context.argv.slice(1);
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(words[0] ?? '')) {
    const option = words.shift()!;
    if (option.includes('n')) newline = false;
    if (option.includes('e')) escapes = true;
  }
  const text = escapes ? withEscapes(words.join(' ')) : words.join(' ');
  await writeText(context.stdout, text + (newline ? '\n' : ''));
  return 0;
};

/** `printf FORMAT [ARGUMENT...]` with %s, %d, %b and %%; the format repeats while arguments are left. */
export const printf: Program = async (context) => {
  const [, format, ...values] = context.argv;
  if (format === undefined) return await usage(context, 'usage: printf format [arguments]', 2);
  let output = '';
  let code = 0;
  let used: boolean;
  do {
    used = false;
    output += withEscapes(format).replace(/%(-?0?\d*)([sdbi%])/g, (_, width: string, kind: string) => {
      if (kind === '%') return '%';
      used = true;
      const value = values.shift() ?? (kind === 'd' || kind === 'i' ? '0' : '');
      if ((kind === 'd' || kind === 'i') && !/^[-+]?\d+$/.test(value)) code = 1;
      const text =
        kind === 'b' ? withEscapes(value) : kind === 's' ? value : String(Number.parseInt(value, 10) || 0);
      const length = Math.min(1000, Math.abs(Number.parseInt(width, 10) || 0));
      if (width.startsWith('-')) return text.padEnd(length);
      return text.padStart(length, width.startsWith('0') && kind !== 's' ? '0' : ' ');
    });
  } while (used && values.length > 0);
  await writeText(context.stdout, output);
  return code;
};

/** `hostname [-f | -s | -i]` */
export const hostname: Program = async (context) => {
  const { pod, files } = context.container;
  const [, option] = context.argv;
  const full = /^\S+\t(\S+)/m.exec(
    files.exists('/etc/hosts') ? (files.read('/etc/hosts').split('\n').at(-2) ?? '') : '',
  )?.[1];
  const answers: Record<string, string> = {
    '-s': pod.hostname,
    '-i': pod.ip,
    '-I': pod.ip,
    '-f': full ?? pod.hostname,
  };
  const answer = option === undefined ? pod.hostname : answers[option];
  if (answer === undefined) return await usage(context, 'you must be root to change the host name');
  await writeText(context.stdout, `${answer}\n`);
  return 0;
};

/** `env [NAME=VALUE...] [COMMAND...]` */
export const env: Program = async (context) => {
  const words = context.argv.slice(1);
  const changed: Record<string, string> = { ...context.env };
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
    const word = words.shift()!;
    changed[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
  }
  const [name] = words;
  if (name === undefined) {
    await writeText(
      context.stdout,
      Object.entries(changed)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
    return 0;
  }
  const program = findProgram(context.container.programs, name);
  if (program === undefined) return await usage(context, `'${name}': No such file or directory`, 127);
  return await program({ ...context, argv: words, env: changed });
};

/** `printenv [NAME...]` */
export const printenv: Program = async (context) => {
  const names = context.argv.slice(1);
  if (names.length === 0) return await env({ ...context, argv: ['env'] });
  const values = names.flatMap((name) => context.env[name] ?? []);
  await writeText(context.stdout, values.map((value) => `${value}\n`).join(''));
  return values.length === names.length ? 0 : 1;
};

/** `sleep SECONDS`, `sleep infinity`; with the suffixes `s`, `m` and `h`. */
export const sleep: Program = async (context) => {
  const [, text = ''] = context.argv;
  const match = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text);
  if (match === null && text !== 'infinity') return await usage(context, `invalid time interval '${text}'`);
  const seconds =
    match === null ? Number.POSITIVE_INFINITY : Number(match[1]) * ({ m: 60, h: 3600 }[match[2]!] ?? 1);
  for (let left = seconds * 1000; left > 0; left -= 86_400_000) {
    try {
      await delay(Math.min(left, 86_400_000), undefined, { signal: context.killed });
    } catch (error) {
      if (!context.killed.aborted) throw error;
      return 137;
    }
  }
  return 0;
};

/** `date [+FORMAT] [-u]`, in UTC like containers. */
export const date: Program = async (context) => {
  const words = context.argv.slice(1).filter((word) => word !== '-u');
  const format = words[0] ?? '+%a %b %e %H:%M:%S UTC %Y';
  if (words.length > 1 || !format.startsWith('+'))
    return await usage(context, `invalid date '${words.join(' ')}'`);
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  const [weekday = '', month = ''] = [now.toUTCString().slice(0, 3), now.toUTCString().slice(8, 11)];
  const fields: Record<string, string> = {
    a: weekday,
    b: month,
    d: two(now.getUTCDate()),
    e: String(now.getUTCDate()).padStart(2),
    F: now.toISOString().slice(0, 10),
    H: two(now.getUTCHours()),
    M: two(now.getUTCMinutes()),
    m: two(now.getUTCMonth() + 1),
    N: String(now.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0'),
    S: two(now.getUTCSeconds()),
    s: String(Math.floor(now.getTime() / 1000)),
    T: now.toISOString().slice(11, 19),
    Y: String(now.getUTCFullYear()),
    '%': '%',
  };
  await writeText(
    context.stdout,
    `${format.slice(1).replace(/%(.)/g, (all, letter: string) => fields[letter] ?? all)}\n`,
  );
  return 0;
};

/** `basename PATH [SUFFIX]` and `dirname PATH` */
export const pathPart: Program = async (context) => {
  const [name = '', path, suffix = ''] = context.argv;
  if (path === undefined) return await usage(context, 'missing operand');
  const clean = path.replace(/(.)\/+$/, '$1');
  const slash = clean.lastIndexOf('/');
  if (name.endsWith('dirname')) {
    await writeText(context.stdout, `${slash < 0 ? '.' : clean.slice(0, slash) || '/'}\n`);
    return 0;
  }
  const base = clean.slice(slash + 1) || clean;
  await writeText(
    context.stdout,
    `${suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`,
  );
  return 0;
};

/** `seq [FIRST] LAST`, up to 100,000 numbers. */
export const seq: Program = async (context) => {
  const numbers = context.argv.slice(1).map(Number);
  const [first = 1, last = 0] = numbers.length === 1 ? [1, numbers[0]] : numbers;
  if (
    numbers.length < 1 ||
    numbers.length > 2 ||
    numbers.some((value) => !Number.isInteger(value)) ||
    last - first > 100_000
  ) {
    return await usage(context, `invalid arguments '${context.argv.slice(1).join(' ')}'`);
  }
  for (let value = first; value <= last; value++)
    await writeText(context.stdout, `${value}\n`, context.killed);
  return 0;
};

/** `ls [DIRECTORY]`, of the files visible to the container's programs. */
export const ls: Program = async (context) => {
  const words = context.argv.slice(1).filter((word) => !/^-[1a]+$/.test(word));
  const { files } = context.container;
  const path = words[0] ?? context.env.PWD ?? '/';
  if (words.length > 1 || path.startsWith('-'))
    return await usage(context, `unrecognized arguments '${words.join(' ')}'`, 2);
  if (!files.exists(path))
    return await usage(context, `cannot access '${path}': No such file or directory`, 2);
  const names = files.isFile(path) ? [path] : files.list(path);
  await writeText(context.stdout, names.map((name) => `${name}\n`).join(''));
  return 0;
};

/** `nslookup NAME` and `getent hosts NAME`, from cluster DNS. */
export const resolveName: Program = async (context) => {
  const { network, pod } = context.container;
  const getent = context.argv[0]!.endsWith('getent');
  const name = getent ? context.argv[2] : context.argv[1];
  if (name === undefined || (getent && context.argv[1] !== 'hosts'))
    return await usage(context, 'which name?', 2);
  const addresses = network.resolve(name, pod.namespace);
  if (getent) {
    await writeText(context.stdout, addresses.map((address) => `${address.padEnd(15)} ${name}\n`).join(''));
    return addresses.length > 0 ? 0 : 2;
  }
  if (addresses.length === 0) {
    await writeText(context.stdout, `** server can't find ${name}: NXDOMAIN\n`);
    return 1;
  }
  await writeText(
    context.stdout,
    addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`).join(''),
  );
  return 0;
};

/** `nc -z HOST PORT`: whether the port is open. */
export const nc: Program = async (context) => {
  const words = context.argv.slice(1).filter((word) => !/^-[zvw]+\d*$/.test(word));
  const [host, port] = words;
  if (!context.argv.some((word) => /^-\w*z/.test(word)) || host === undefined || !/^\d+$/.test(port ?? '')) {
    return await usage(context, 'only `nc -z HOST PORT` is known', 2);
  }
  try {
    const connection = await context.container.network.connect(context.container.pod.ip, host, Number(port));
    connection.on('error', () => undefined);
    connection.destroy();
    return 0;
  } catch (error) {
    // Network errors have a code, such as ECONNREFUSED.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return 1;
  }
};

export const succeed: Program = async () => 0;
export const fail: Program = async () => 1;

/** A program that prints a constant, like `whoami` and `uname`. */
export function says(text: string): Program {
  return async (context) => {
    await writeText(context.stdout, `${text}\n`);
    return 0;
  };
}

function withEscapes(text: string): string {
  const known: Record<string, string> = {
    n: '\n',
    t: '\t',
    r: '\r',
    '\\': '\\',
    '"': '"',
    a: '\u0007',
    '0': '\u0000',
  };
  return text.replace(/\\([ntr\\"a0])/g, (_, char: string) => known[char]!);
}
