import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { diffLines } from '../../cluster/kubectl/output/unified-diff.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { readRegularText } from '../../files/regular-file.ts';
import type { ConsumerSwap } from '../../lab/model/step.ts';
import { type CodeLanguage, highlight } from '../../report/document/highlight.ts';
import type { CodeLine, Listing } from '../../report/document/model.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import { packageRoot } from '../locations/package-root.ts';

const languages: Readonly<Record<string, CodeLanguage>> = {
  '.go': 'go',
  '.java': 'java',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.py': 'python',
  '.ts': 'typescript',
};
const longestSource = 256 * 1024;
const mostLines = 1_500;
const mostSources = 10;
/** Where a learner's source may be: in the directory itself, or in a folder of it. */
const deepest = 2;
const notSources = new Set(['node_modules', 'vendor', 'better']);

interface Source {
  readonly name: string;
  readonly text: string;
}

/**
 * The better consumer as a difference to the first one: the learner's, if `labDir` is theirs, or the lab's own.
 * A text instead of a listing says why there is none.
 */
export async function listBetterConsumer(
  labDir: string | undefined,
  swap: ConsumerSwap | undefined,
): Promise<Listing | string> {
  if (labDir !== undefined) return listLearners(labDir);
  if (swap !== undefined && swap.by !== 'role')
    return 'Code 1 is missing: the better consumer was a program of the learner. `kafka-lab report --lab-dir DIR` adds its source.';
  const directory = join(packageRoot(), 'source', 'clients');
  const before = readSource(directory, 'partition-consumer.ts');
  const after = readSource(directory, 'group-consumer.ts');
  if (before === undefined || after === undefined)
    return "Code 1 is missing: the source of the lab's clients is not installed here.";
  return {
    title: 'The better consumer',
    caption:
      "The better consumer, group-consumer.ts, as a difference to the first, partition-consumer.ts. Both are the lab's own. Lines with + are new, lines with - are gone.",
    lines: await compare(before, after),
  };
}

async function listLearners(labDir: string): Promise<Listing | string> {
  const better = join(labDir, 'better');
  const improved = sourcesIn(better);
  const sources = improved.length > 0 ? improved : sourcesIn(labDir);
  if (sources.length === 0)
    return `Code 1 is missing: \`${labDir}\` holds no source of a client (${Object.keys(languages).join(', ')}).`;
  const listed = await Promise.all(
    sources.map(async (source): Promise<CodeLine[]> => {
      const first = improved.length > 0 ? readSource(labDir, source.name) : undefined;
      const head: CodeLine = { mark: '@', runs: [{ text: source.name, look: 'plain' }] };
      return [head, ...(first === undefined ? await plainly(source) : await compare(first, source))];
    }),
  );
  const all = listed.flat();
  const names = sources.map(({ name }) => name).join(', ');
  const cut = all.length > mostLines ? ` Only the first ${mostLines} of ${all.length} lines are shown.` : '';
  return {
    title: 'The better consumer',
    caption:
      improved.length > 0
        ? `The learner's better consumer, better/${names}, as a difference to the first one of the same name. Lines with + are new, lines with - are gone.${cut}`
        : `The learner's client, ${names}. There is no \`better\` folder beside it, so there is no first version to compare it with.${cut}`,
    lines: all.slice(0, mostLines),
  };
}

async function compare(before: Source, after: Source): Promise<CodeLine[]> {
  const [old, now] = await Promise.all([highlightSource(before), highlightSource(after)]);
  let [from, to] = [0, 0];
  return diffLines(before.text, after.text).map(({ mark }): CodeLine => {
    const runs = mark === '-' ? old[from] : now[to];
    if (mark !== '+') from++;
    if (mark !== '-') to++;
    return { mark, runs: runs ?? [] };
  });
}

async function plainly(source: Source): Promise<CodeLine[]> {
  return (await highlightSource(source)).map((runs) => ({ mark: ' ', runs }));
}

const highlightSource = (source: Source): ReturnType<typeof highlight> =>
  highlight(source.text, languages[extname(source.name)]);

/** The sources in a directory and the folders of it, by their paths within; links and what cannot be read are left out. */
function sourcesIn(directory: string): Source[] {
  const names = namesIn(directory, '', 0).filter((name) => languages[extname(name)] !== undefined);
  return names
    .sort()
    .slice(0, mostSources)
    .flatMap((name) => readSource(directory, name) ?? []);
}

function namesIn(directory: string, within: string, depth: number): string[] {
  try {
    return readdirSync(join(directory, within), { withFileTypes: true }).flatMap((entry) => {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isFile()) return [name];
      const isFolder = entry.isDirectory() && depth + 1 < deepest;
      return isFolder && !entry.name.startsWith('.') && !notSources.has(entry.name)
        ? namesIn(directory, name, depth + 1)
        : [];
    });
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return [];
  }
}

function readSource(directory: string, name: string): Source | undefined {
  try {
    return { name, text: sanitizeText(readRegularText(join(directory, name), longestSource, 'refuse')) };
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return undefined;
  }
}
