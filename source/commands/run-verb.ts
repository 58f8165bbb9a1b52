import { exitCodes, LabError } from '../errors/lab-error.ts';
import { safe } from '../text/safe-text.ts';
import { parseFlags } from './command-line/flags.ts';
import { splitLeadingFlags } from './command-line/leading-flags.ts';
import { readOptions } from './command-line/options.ts';
import { mainHelp, verbHelp } from './help.ts';
import { appVersion } from './locations/app-version.ts';
import { clusterDirectory } from './locations/home-directory.ts';
import { requireHome } from './locations/require-home.ts';
import { print } from './output/streams.ts';
import { openDebugLog } from './process/open-debug-log.ts';
import { commandOf, type VerbName, verbNames, verbs } from './verbs.ts';

/** Runs a command line (without node and the program); resolves with the exit code. */
export async function runVerb(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (first === '--version') {
    refuseMoreThan(0, rest, 'kafka-lab');
    return say(`kafka-lab ${appVersion()}`);
  }
  if (first === 'help') {
    refuseMoreThan(1, rest, 'kafka-lab');
    return say(rest[0] === undefined ? mainHelp() : verbHelp(verbNamed(rest[0])));
  }
  const isTyped = first !== '' && !first.startsWith('-');
  const name = isTyped ? verbNamed(first) : 'screen';
  const verb = verbs[name];
  const words = isTyped ? rest : argv;
  const { own, passedOn } = verb.passesOn
    ? splitLeadingFlags(words, [...(verb.shared ?? []), 'home'])
    : { own: words, passedOn: undefined };
  const parsed = parseFlags(commandOf(name), own, verb.flags, verb.shared, verb.choices);
  if (parsed.values.help) return say(name === 'screen' ? mainHelp() : verbHelp(name));
  refuseMoreThan(verb.words === undefined ? 0 : (verb.mostWords ?? 1), parsed.positionals, commandOf(name));
  if (passedOn !== undefined && asksForHelp(passedOn)) say(`${verbHelp(name)}\n`);
  const options = readOptions(passedOn === undefined ? parsed : { ...parsed, positionals: passedOn });
  if (verb.home !== 'checked-by-verb') requireHome(options.home, verb.home);
  const clusters = options.cluster === 'embedded' ? clusterDirectory(options.home, options.name) : undefined;
  // The screen and `run` keep the log with their session.
  if (name !== 'screen' && name !== 'run') openDebugLog(options.home, clusters);
  return verb.run(options);
}

/** @throws LabError `usage`: there are more words than the command takes. */
function refuseMoreThan(most: number, words: readonly string[], command: string): void {
  if (words.length <= most) return;
  throw new LabError('usage', `unexpected argument \`${words.at(-1)}\``, { hint: `see ${command} --help` });
}

/** @throws LabError `usage`: there is no such verb. */
function verbNamed(word: string): VerbName {
  const typed = verbNames.filter((name) => name !== 'screen');
  const verb = typed.find((name) => name === word);
  if (verb !== undefined) return verb;
  const near = typed.find((name) => name.startsWith(word) || word.startsWith(name));
  throw new LabError('usage', `kafka-lab has no verb \`${word}\``, {
    hint: near ? `did you mean kafka-lab ${near}?` : `choose one of ${typed.join(', ')}`,
  });
}

/** For a verb that passes its arguments on: the help of the program behind it, printed after the verb's own. */
function asksForHelp(words: readonly string[]): boolean {
  return words.length === 0 || (words.length === 1 && /^(?:help|--help|-h)$/.test(words[0]!));
}

function say(text: string): number {
  print(safe`${text}\n`);
  return exitCodes.passed;
}
