import { isIP } from 'node:net';
import { writeText } from '../../streams.ts';
import { complain, ToolError, tool } from '../tool/tool.ts';

/** Programs that look names up in cluster DNS. */

export const nslookup = tool({ options: ['type:', 'q:'] }, async (context, _options, [name]) => {
  if (name === undefined) throw new ToolError('which name?');
  const { network, pod } = context.container;
  const addresses = network.resolve(name, pod.namespace);
  await writeText(context.stdout, 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n');
  if (addresses.length === 0) {
    await writeText(context.stdout, `** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  await writeText(
    context.stdout,
    `${addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`).join('')}\n`,
  );
  return 0;
});

/** `getent hosts NAME`, `getent passwd [NAME]` */
export const getent = tool(
  { options: ['s:', 'i'], wrong: 2 },
  async (context, _options, [database, ...keys]) => {
    const { network, pod, files } = context.container;
    if (database === 'passwd' || database === 'group' || database === 'services') {
      const path = `/etc/${database}`;
      const lines = files.isFile(path)
        ? files
            .read(path)
            .split('\n')
            .filter((line) => line !== '')
        : [];
      const found = lines.filter(
        (line) =>
          keys.length === 0 || keys.some((key) => line.split(':')[0] === key || line.split(':')[2] === key),
      );
      await writeText(context.stdout, found.map((line) => `${line}\n`).join(''));
      return found.length > 0 ? 0 : 2;
    }
    if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4')
      throw new ToolError(`Unknown database: ${database ?? ''}`, 1);
    let code = 0;
    for (const key of keys) {
      const addresses = isIP(key)
        ? [key]
        : key === 'localhost'
          ? ['127.0.0.1']
          : key === pod.hostname
            ? [pod.ip]
            : network.resolve(key, pod.namespace);
      if (addresses.length === 0) code = 2;
      await writeText(
        context.stdout,
        addresses
          .map((address) =>
            database === 'hosts' ? `${address.padEnd(15)} ${key}\n` : `${address.padEnd(15)} STREAM ${key}\n`,
          )
          .join(''),
      );
    }
    if (keys.length === 0) {
      await complain(context, 'which name?');
      return 2;
    }
    return code;
  },
);
