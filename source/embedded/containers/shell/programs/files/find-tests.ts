import { Glob } from '../../language/glob.ts';
import { pathOf } from '../../program.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { ToolError } from '../tool/tool.ts';
import { userNumber } from '../tool/users.ts';
import type { Plan, Test } from './find-plan.ts';
import type { FindWords } from './find-words.ts';

/** The test that a word begins; undefined for a word that is none. Throws ToolError. */
export function testOf(word: string, words: FindWords, plan: Plan): Test | undefined {
  const { context } = plan;
  const { files } = context.container;
  const glob = (ignoresCase: boolean): Glob =>
    new Glob([{ text: words.value(word), quoted: false }], { ignoresCase });
  const baseName = (name: string): string =>
    name
      .replace(/(.)\/+$/, '$1')
      .split('/')
      .at(-1) || '/';
  switch (word) {
    case '-name':
    case '-iname': {
      const pattern = glob(word === '-iname');
      return ({ name }) => pattern.matches(baseName(name));
    }
    case '-path':
    case '-wholename':
    case '-ipath': {
      const pattern = glob(word === '-ipath');
      return ({ name }) => pattern.matches(name);
    }
    case '-regex':
    case '-iregex': {
      const pattern = posixPattern(words.value(word), { ignoresCase: word === '-iregex' });
      return ({ name }) => pattern.matches(name);
    }
    case '-type': {
      const letters = words.value(word).split(',');
      const wrong = letters.find((letter) => !/^[fdlcbps]$/.test(letter));
      if (wrong !== undefined) throw new ToolError(`Unknown argument to -type: ${wrong}`);
      return ({ about }) =>
        letters.includes({ file: 'f', directory: 'd', link: 'l', device: 'c' }[about.kind]);
    }
    case '-size': {
      const unit = /[cwbkMG]$/.exec(words.next ?? '')?.[0] ?? 'b';
      const bytes = { c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[unit] ?? 512;
      const compare = words.compare(word, false);
      return ({ about }) => compare(Math.ceil(about.size / bytes));
    }
    case '-empty':
      return ({ about, path }) =>
        about.kind === 'directory'
          ? files.list(path).length === 0
          : about.kind === 'file' && about.size === 0;
    case '-mtime':
    case '-mmin':
    case '-atime':
    case '-amin':
    case '-ctime':
    case '-cmin': {
      const compare = words.compare(word);
      const unit = word.endsWith('min') ? 60_000 : 86_400_000;
      const key = word[1] === 'a' ? 'accessed' : word[1] === 'c' ? 'changed' : 'modified';
      return ({ about }) => compare(Math.floor((Date.now() - about[key]) / unit));
    }
    case '-newer':
    case '-anewer':
    case '-cnewer': {
      const reference = words.value(word);
      const about = files.find(pathOf(context, reference));
      if (about === undefined) throw new ToolError(`'${reference}': No such file or directory`);
      return (found) => found.about.modified > about.modified;
    }
    case '-perm': {
      const text = words.value(word);
      const match = /^([-/]?)([0-7]{1,4})$/.exec(text);
      if (match === null) throw new ToolError(`invalid mode '${text}'`);
      const wanted = Number.parseInt(match[2]!, 8);
      return ({ about }) =>
        match[1] === '-'
          ? (about.mode & wanted) === wanted
          : match[1] === '/'
            ? (about.mode & wanted) !== 0
            : about.mode === wanted;
    }
    case '-user':
    case '-group': {
      const text = words.value(word);
      const number = userNumber(context, text);
      if (number === undefined) throw new ToolError(`'${text}' is not the name of a known user`);
      return ({ about }) => (word === '-user' ? about.uid : about.gid) === number;
    }
    case '-links': {
      const compare = words.compare(word);
      return ({ about }) => compare(about.links);
    }
    case '-inum': {
      const compare = words.compare(word);
      return ({ about }) => compare(about.id);
    }
    case '-readable':
      return ({ path }) => files.allows(path, 4);
    case '-writable':
      return ({ path }) => files.allows(path, 2);
    case '-executable':
      return ({ path }) => files.allows(path, 1);
    case '-true':
      return () => true;
    case '-false':
      return () => false;
    case '-maxdepth':
    case '-mindepth': {
      const text = words.value(word);
      if (!/^\d{1,4}$/.test(text))
        throw new ToolError(`Expected a positive decimal integer argument to ${word}, but got '${text}'`);
      if (word === '-maxdepth') plan.mostDepth = Number(text);
      else plan.leastDepth = Number(text);
      return () => true;
    }
    case '-depth':
      plan.isDepthFirst = true;
      return () => true;
    case '-follow':
      plan.follows = true;
      return () => true;
    case '-xdev':
    case '-mount':
    case '-noleaf':
    case '-daystart':
      return () => true;
    default:
      return undefined;
  }
}
