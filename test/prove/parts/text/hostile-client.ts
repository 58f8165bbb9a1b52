import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPty } from '../../../terminal/pty-screen.ts';
import { until } from '../../../ui/until.ts';
import type { HostileText } from '../../pieces/hostile-texts.ts';
import { hostileIn, hostileOnScreen } from '../../pieces/judge-output.ts';

const lastLine = 'that was all of it';

/**
 * The lab with a client that prints every text over and over: what reaches the panes, what is copied, exported and saved from them, and what is
 * in the journal.
 */
export async function judgeClient(
  cli: string,
  directory: string,
  texts: readonly HostileText[],
  signal: AbortSignal,
): Promise<string[]> {
  const home = join(directory, 'home');
  const client = join(directory, 'client.sh');
  const lines = join(directory, 'lines');
  writeFileSync(lines, `${texts.map(({ text }) => `${text}\n`).join('')}${lastLine}\n`);
  writeFileSync(client, `#!/bin/sh\nwhile :; do cat '${lines}'; cat '${lines}' >&2; sleep 0.2; done\n`, {
    mode: 0o755,
  });
  const words = [cli, '--messages', '300', '--client-command', client, '--home', home];
  const screen = openPty(process.execPath, words, { columns: 160, rows: 50 });
  const close = () => screen.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    await screen.sees('q quit', 60_000);
    screen.type(':2.2\r');
    await screen.sees('▸○ 2.2');
    screen.type('R');
    await screen.sees('First, your prediction', 60_000);
    screen.type('\u001b[B\r');
    await screen.sees(lastLine, 60_000);
    for (const key of ['3', 'G', 'w', 'g', 'c', '\u0013', '4', 't', 'G', 'c', '\u0013', 'f', 'f', '1', 'x']) {
      screen.type(key);
      await until(
        () => false,
        () => '',
        200,
      ).catch(() => {});
    }
    await screen.sees('transcript written', 10_000);
    screen.type('\u0003');
    await until(() => screen.exit() !== undefined, screen.text, 20_000);
    const session = join(home, 'sessions', readdirSync(join(home, 'sessions'))[0]!);
    const files = readdirSync(session).filter((name) => /\.(?:md|log|jsonl)$/.test(name));
    return [
      ...hostileOnScreen(screen.bytes(), 2).map((each) => `the screen: ${each}`),
      ...files.flatMap((name) =>
        hostileIn(readFileSync(join(session, name), 'utf8')).map((each) => `${name}: ${each}`),
      ),
    ];
  } catch (error) {
    return [`it could not be tried: ${(error as Error).message.slice(0, 300)}`];
  } finally {
    signal.removeEventListener('abort', close);
    screen.close();
  }
}
