import { release } from 'node:os';
import type { Serving } from '../quorum/serving.ts';
import { confText } from './conf-word.ts';
import { sizesOnDisk } from './directory-sizes.ts';
import { dump } from './dump-word.ts';
import { monitored } from './monitored.ts';
import { resetClients, resetServer } from './reset-words.ts';
import { serverVersion } from './server-version.ts';
import { clients, serverStatus, serverStatusWithClients } from './status-words.ts';
import { watchCounts, watchesByClient, watchesByPath } from './watch-words.ts';
import type { Pieces, WordContext } from './word.ts';

const notServing = 'This ZooKeeper instance is not currently serving requests\n';

/** Words that a server answers in a quorum, or alone. */
const words: Readonly<Record<string, (serving: Serving, context: WordContext) => Pieces>> = {
  srvr: serverStatus,
  stat: serverStatusWithClients,
  cons: clients,
  conf: ({ mode }, { settings }) => [confText(settings, mode !== 'standalone')],
  mntr: (serving, { server }) => [monitored(serving, server)],
  dirs: (_serving, { settings }) => {
    const { dataDir, logDir } = sizesOnDisk(settings);
    return [`datadir_size: ${dataDir}\nlogdir_size: ${logDir}\n`];
  },
  dump: (serving, { server, settings }) => dump(serving, server, settings),
  wchs: (serving, { server }) => [watchCounts(serving, server)],
  wchc: (serving, { server }) => watchesByClient(serving, server),
  wchp: (serving, { server }) => watchesByPath(serving, server),
  crst: (_serving, { server }) => resetClients(server),
  srst: (serving, { server }) => resetServer(serving, server),
  // As with `zookeeper.digest.enabled=false`.
  hash: () => [],
};

/** Words that it always answers. */
const always: Readonly<Record<string, (context: WordContext) => Pieces>> = {
  ruok: () => ['imok'],
  isro: ({ server }) => [server.serving === undefined ? 'null' : 'rw'],
  gtmk: ({ server }) => [String(server.traceMask)],
  // Nothing is traced, whatever the mask. Without its eight bytes, there is no answer.
  stmk: ({ server, rest }) => {
    if (rest.length < 8) return [];
    server.traceMask = rest.readBigInt64BE();
    return [String(server.traceMask)];
  },
  envi: () => [
    [
      'Environment:',
      `zookeeper.version=${serverVersion}`,
      `node.version=${process.version}`,
      `os.name=${process.platform}`,
      `os.arch=${process.arch}`,
      `os.version=${release()}`,
      '',
    ].join('\n'),
  ],
};

/** The reply to a four-letter word, a refusal if it is not whitelisted (`*`: all), undefined if it is none. */
export function answerWord(word: string, context: WordContext): Pieces | undefined {
  const run = Object.hasOwn(words, word) ? words[word] : undefined;
  const anyway = Object.hasOwn(always, word) ? always[word] : undefined;
  if (run === undefined && anyway === undefined) return undefined;
  const allowed = context.settings.fourLetterWords;
  if (!allowed.includes('*') && !allowed.includes(word))
    return [`${word} is not executed because it is not in the whitelist.\n`];
  return whenItsTurnComes(() => {
    if (anyway !== undefined) return anyway(context);
    const { serving } = context.server;
    return serving === undefined ? [notServing] : run!(serving, context);
  });
}

/** Hundreds may ask in one turn of the event loop: nothing is counted before an answer is sent. */
function* whenItsTurnComes(answer: () => Pieces): Generator<string> {
  yield* answer();
}
