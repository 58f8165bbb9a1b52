import { request } from 'node:http';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { bytesOf } from '../tool/input.ts';
import { type Options, ToolError, tool } from '../tool/tool.ts';
import { networkError } from './nc.ts';

const table = {
  options: [
    'X:|request:',
    'H:|header:',
    'd:|data:',
    'o:|output:',
    's|silent',
    'S|show-error',
    'f|fail',
    'i|include',
    'I|head',
    'L|location',
    'k|insecure',
    'v|verbose',
    'm:|max-time:',
    'w:|write-out:',
    'A:|user-agent:',
    'u:|user:',
    'G|get',
    '4',
    '|connect-timeout:',
    '|data-binary:',
    '|data-raw:',
    '|retry:',
    '|url:',
    'N|no-buffer',
    'g|globoff',
    '#|progress-bar',
    '|compressed',
    '|http1.1',
  ],
  wrong: 2,
};

const mostRedirects = 20;

/** `curl [-s] [-i] [-I] [-f] [-X METHOD] [-H HEADER] [-d DATA] [-o FILE] [-w FORMAT] URL...`, over the pod network. */
export const curl = tool(table, async (context, options, operands) => {
  if (context.argv[1] === '-V') return await version(context);
  const urls = [...options.all('url'), ...operands];
  if (urls.length === 0) throw new ToolError("try 'curl --help' or 'curl --manual' for more information", 2);
  let code = 0;
  for (const url of urls) code = await fetchOne(context, options, url);
  return code;
});

export async function version(context: ProgramContext): Promise<number> {
  await writeText(context.stdout, 'curl 7.61.1 of the embedded image\nProtocols: http\n');
  return 0;
}

async function failed(
  context: ProgramContext,
  options: Options,
  code: number,
  message: string,
): Promise<number> {
  if (!options.has('s') || options.has('S')) await writeText(context.stderr, `curl: (${code}) ${message}\n`);
  return code;
}

async function fetchOne(context: ProgramContext, options: Options, given: string): Promise<number> {
  let target = /^[a-z]+:\/\//i.test(given) ? given : `http://${given}`;
  for (let redirects = 0; ; redirects++) {
    const url = URL.canParse(target) ? new URL(target) : undefined;
    if (url === undefined)
      return await failed(context, options, 3, 'URL using bad/illegal format or missing URL');
    if (url.protocol !== 'http:') {
      const isHttps = url.protocol === 'https:';
      return await failed(
        context,
        options,
        isHttps ? 35 : 1,
        isHttps
          ? 'TLS is not in the embedded image'
          : `Protocol "${url.protocol.slice(0, -1)}" not supported or disabled in libcurl`,
      );
    }
    const result = await exchange(context, options, url);
    if (typeof result === 'number') return result;
    if (!options.has('L') || result.location === undefined) return result.code;
    if (redirects >= mostRedirects)
      return await failed(context, options, 47, `Maximum (${mostRedirects}) redirects followed`);
    target = new URL(result.location, url).href;
  }
}

async function exchange(
  context: ProgramContext,
  options: Options,
  url: URL,
): Promise<number | { code: number; location: string | undefined }> {
  const { network, pod, files } = context.container;
  const port = Number(url.port || 80);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let connection: Awaited<ReturnType<typeof network.connect>>;
  try {
    connection = await network.connect(pod.ip, host, port);
  } catch (error) {
    const reason = networkError(error);
    if (reason === undefined) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND')
      return await failed(context, options, 6, `Could not resolve host: ${host}`);
    return await failed(context, options, 7, `Failed to connect to ${host} port ${port}: ${reason}`);
  }
  connection.on('error', () => undefined);
  const data = await bodyOf(context, options);
  const query =
    options.has('G') && data !== undefined ? `${url.search === '' ? '?' : '&'}${data.toString()}` : '';
  const body = options.has('G') ? undefined : data;
  const headers: Record<string, string> = {
    Host: url.host,
    'User-Agent': options.value('A') ?? 'curl/7.61.1',
    Accept: '*/*',
  };
  if (body !== undefined)
    Object.assign(headers, {
      'Content-Length': String(body.length),
      'Content-Type': 'application/x-www-form-urlencoded',
    });
  if (options.has('u'))
    headers.Authorization = `Basic ${Buffer.from(options.value('u')!).toString('base64')}`;
  for (const header of options.all('H')) {
    const at = header.indexOf(':');
    if (at < 0) continue;
    const name = header.slice(0, at);
    const known = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
    if (known) delete headers[known];
    if (header.slice(at + 1).trim() !== '') headers[name] = header.slice(at + 1).trim();
  }
  const method = options.value('X') ?? (options.has('I') ? 'HEAD' : body === undefined ? 'GET' : 'POST');
  const seconds = Number(options.value('m') ?? 0);
  const timeout = seconds > 0 ? AbortSignal.timeout(seconds * 1000) : undefined;
  const signal = timeout ? AbortSignal.any([context.killed, timeout]) : context.killed;
  try {
    const sent = request({
      createConnection: () => connection as never,
      method,
      path: `${url.pathname}${url.search}${query}`,
      headers,
      signal,
    });
    sent.end(body);
    if (options.has('v'))
      await writeText(
        context.stderr,
        `> ${method} ${url.pathname}${url.search} HTTP/1.1\n${Object.entries(headers)
          .map(([name, value]) => `> ${name}: ${value}\n`)
          .join('')}>\n`,
      );
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
      sent.once('response', resolve).once('error', reject),
    );
    const status = answer.statusCode ?? 0;
    const head = `HTTP/${answer.httpVersion} ${status} ${answer.statusMessage}\r\n${pairs(answer.rawHeaders)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
    const location = status >= 300 && status < 400 ? answer.headers.location : undefined;
    const isFailure = options.has('f') && status >= 400;
    const output = options.value('o');
    let length = 0;
    if (output !== undefined) files.write(pathOf(context, output), '');
    const show = async (piece: Buffer | string): Promise<void> => {
      if (output === undefined || output === '-') await writeText(context.stdout, piece, context.killed);
      else files.write(pathOf(context, output), piece, true);
    };
    if (options.has('i', 'I')) await show(head);
    if (options.has('v')) await writeText(context.stderr, head.replace(/^(?=.)/gm, '< '));
    for await (const piece of answer) {
      length += (piece as Buffer).length;
      if (!isFailure && !(location !== undefined && options.has('L'))) await show(piece as Buffer);
    }
    if (options.has('w'))
      await writeText(
        context.stdout,
        written(options.value('w')!, {
          http_code: String(status).padStart(3, '0'),
          response_code: String(status),
          size_download: String(length),
          url_effective: url.href,
          content_type: answer.headers['content-type'] ?? '',
          method,
        }),
      );
    if (isFailure) return await failed(context, options, 22, `The requested URL returned error: ${status}`);
    return { code: 0, location };
  } catch (error) {
    if (context.killed.aborted) return 137;
    if (timeout?.aborted)
      return await failed(context, options, 28, `Operation timed out after ${seconds * 1000} milliseconds`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNRESET' || code?.startsWith('HPE_'))
      return await failed(
        context,
        options,
        code === 'ECONNRESET' ? 52 : 1,
        code === 'ECONNRESET' ? 'Empty reply from server' : 'Received HTTP/0.9 when not allowed',
      );
    throw error;
  } finally {
    connection.destroy();
  }
}

async function bodyOf(context: ProgramContext, options: Options): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  for (const key of ['d', 'data-raw', 'data-binary'])
    for (const text of options.all(key)) {
      if (key !== 'data-raw' && text.startsWith('@')) {
        const bytes = await bytesOf(context, text.slice(1));
        parts.push(
          key === 'd' ? Buffer.from(bytes.toString('latin1').replace(/[\r\n]/g, ''), 'latin1') : bytes,
        );
      } else parts.push(Buffer.from(text));
    }
  return parts.length === 0
    ? undefined
    : Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from('&'), part])));
}

function pairs(raw: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) result.push([raw[at]!, raw[at + 1]!]);
  return result;
}

function written(format: string, values: Readonly<Record<string, string>>): string {
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\r/g, '\r');
}
