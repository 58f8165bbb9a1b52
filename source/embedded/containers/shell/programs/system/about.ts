import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { appuser } from '../../image-user.ts';
import { type Program, searchPath } from '../../program.ts';
import { LaunchError, locate } from '../../run-child.ts';
import { writeText } from '../../streams.ts';
import { isTerminal } from '../../terminal.ts';
import { complain, humanSize, ToolError, tool } from '../tool/tool.ts';
import { groupName, userName, userNumber } from '../tool/users.ts';

/** Programs that tell about the pod and its user. */

export const uname = tool(
  {
    options: [
      'a|all',
      's|kernel-name',
      'n|nodename',
      'r|kernel-release',
      'v|kernel-version',
      'm|machine',
      'p|processor',
      'i|hardware-platform',
      'o|operating-system',
    ],
  },
  async (context, options, operands) => {
    if (operands.length > 0) throw new ToolError(`extra operand '${operands[0]}'`);
    const values: readonly (readonly [string, string])[] = [
      ['s', 'Linux'],
      ['n', context.container.pod.hostname],
      ['r', '6.1.0-embedded'],
      ['v', '#1 SMP kafka-lab'],
      ['m', 'x86_64'],
      ['p', 'x86_64'],
      ['i', 'x86_64'],
      ['o', 'GNU/Linux'],
    ];
    const wanted = values.filter(
      ([key]) => options.has('a', key) || (options.order.length === 0 && key === 's'),
    );
    await writeText(context.stdout, `${wanted.map(([, value]) => value).join(' ')}\n`);
    return 0;
  },
);

export const arch = tool({ options: [] }, async (context) => {
  await writeText(context.stdout, 'x86_64\n');
  return 0;
});

export const whoami = tool({ options: [] }, async (context) => {
  await writeText(context.stdout, `${(context.container.user ?? appuser).name}\n`);
  return 0;
});

export const id = tool(
  { options: ['u|user', 'g|group', 'G|groups', 'n|name', 'r|real', 'z'] },
  async (context, options, operands) => {
    const own = context.container.user ?? appuser;
    const uid = operands[0] === undefined ? own.uid : userNumber(context, operands[0]);
    if (uid === undefined) throw new ToolError(`'${operands[0]}': no such user`);
    const [user, group] = [userName(context, uid), groupName(context, uid)];
    const key = options.last('u', 'g', 'G');
    const text =
      key === undefined
        ? `uid=${uid}(${user}) gid=${uid}(${group}) groups=${uid}(${group})`
        : options.has('n')
          ? key === 'u'
            ? user
            : group
          : String(uid);
    await writeText(context.stdout, `${text}\n`);
    return 0;
  },
);

export const groups = tool({ options: [] }, async (context) => {
  await writeText(context.stdout, `${(context.container.user ?? appuser).name}\n`);
  return 0;
});

export const hostname = tool(
  { options: ['f|fqdn', 's|short', 'i|ip-address', 'I|all-ip-addresses', 'd|domain', 'A'] },
  async (context, options, operands) => {
    const { pod, files } = context.container;
    if (operands.length > 0) throw new ToolError('you must be root to change the host name');
    const hosts = files.isFile('/etc/hosts') ? files.read('/etc/hosts') : '';
    const full =
      hosts
        .split('\n')
        .map((line) => line.split(/\s+/))
        .find(([address]) => address === pod.ip)?.[1] ?? pod.hostname;
    const key = options.last('f', 's', 'i', 'I', 'd', 'A');
    const answers: Readonly<Record<string, string>> = {
      f: full,
      A: full,
      s: pod.hostname.split('.')[0]!,
      i: pod.ip,
      I: pod.ip,
      d: full.split('.').slice(1).join('.'),
    };
    await writeText(context.stdout, `${key === undefined ? pod.hostname : answers[key]}\n`);
    return 0;
  },
);

export const tty = tool({ options: ['s|silent'] }, async (context, options) => {
  const is = isTerminal(context.stdin);
  if (!options.has('s')) await writeText(context.stdout, is ? '/dev/pts/0\n' : 'not a tty\n');
  return is ? 0 : 1;
});

export const nproc = tool({ options: ['|all', '|ignore:'] }, async (context) => {
  await writeText(context.stdout, `${availableParallelism()}\n`);
  return 0;
});

export const free = tool(
  { options: ['b', 'k', 'm', 'g', 'h|human', 't', 'w', 's:'] },
  async (context, options) => {
    const unit = options.has('b') ? 1 : options.has('m') ? 1024 ** 2 : options.has('g') ? 1024 ** 3 : 1024;
    const show = (bytes: number): string =>
      (options.has('h')
        ? `${humanSize(bytes)}i`.replace(/^(\d+)i$/, '$1B')
        : String(Math.floor(bytes / unit))
      ).padStart(11);
    const [total, available] = [totalmem(), freemem()];
    const title = ['total', 'used', 'free', 'shared', 'buff/cache', 'available']
      .map((text) => text.padStart(11))
      .join(' ');
    const memory = [total, total - available, available, 0, 0, available].map(show).join(' ');
    await writeText(
      context.stdout,
      `      ${title}\nMem:  ${memory}\nSwap: ${[0, 0, 0].map(show).join(' ')}\n`,
    );
    return 0;
  },
);

/** `12:00:00 up 5 min,  0 users,  load average: 0.10, 0.05, 0.01` */
export function uptimeText(): string {
  const minutes = Math.floor(process.uptime() / 60);
  const clock = new Date().toISOString().slice(11, 19);
  const span =
    minutes >= 60 ? `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}` : `${minutes} min`;
  const load = loadavg().map((value) => value.toFixed(2));
  return `${clock} up ${span},  0 users,  load average: ${load.join(', ')}`;
}

export const uptime = tool({ options: ['p|pretty', 's|since'] }, async (context, options) => {
  const minutes = Math.floor(process.uptime() / 60);
  const since = new Date(Date.now() - process.uptime() * 1000).toISOString().slice(0, 19).replace('T', ' ');
  await writeText(
    context.stdout,
    options.has('s') ? `${since}\n` : options.has('p') ? `up ${minutes} minutes\n` : ` ${uptimeText()}\n`,
  );
  return 0;
});

export const getconf = tool({ options: ['a'] }, async (context, _options, [name = '']) => {
  const values: Readonly<Record<string, string>> = {
    PAGESIZE: '4096',
    PAGE_SIZE: '4096',
    ARG_MAX: '2097152',
    NAME_MAX: '255',
    PATH_MAX: '4096',
    LONG_BIT: '64',
    CLK_TCK: '100',
    PATH: searchPath.join(':'),
    OPEN_MAX: '1048576',
  };
  if (values[name] === undefined) throw new ToolError(`Unrecognized variable \`${name}'`, 2);
  await writeText(context.stdout, `${values[name]}\n`);
  return 0;
});

export const which = tool({ options: ['a|all', 's'] }, async (context, options, operands) => {
  let code = 0;
  for (const name of operands) {
    try {
      const { path } = locate(context, name);
      if (!options.has('s')) await writeText(context.stdout, `${path}\n`);
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      code = 1;
    }
  }
  return operands.length === 0 ? 1 : code;
});

export const succeed: Program = async (context) => {
  if (context.argv[1] === '--version') await writeText(context.stdout, 'true of the embedded image\n');
  return 0;
};
export const fail: Program = async () => 1;

export const java: Program = async (context) => {
  const [, option] = context.argv;
  if (option === '-version' || option === '--version') {
    await writeText(
      option === '-version' ? context.stderr : context.stdout,
      'openjdk version "11.0.19" 2023-04-18 LTS\nOpenJDK Runtime Environment: stands in for the JVM; the embedded image has no bytecode to run\n',
    );
    return 0;
  }
  await complain(
    context,
    'the embedded image runs no JVM: brokers, ZooKeeper and the Kafka tools are programs of the cluster itself',
  );
  return 1;
};

/** A program of the real image that the embedded one does not have. */
export const absent: Program = async (context) => {
  await complain(context, 'in the image, but not in the embedded one');
  return 127;
};
