import { lstatSync } from 'node:fs';
import { array, is, maxLength, pipe, string } from 'valibot';
import { explainSystemError } from '../../errors/system-error.ts';
import { readRegularText, UnfitFileError } from '../../files/regular-file.ts';
import { jsonFault } from '../../text/json-fault.ts';
import { sanitizeLine } from '../../text/sanitize.ts';

/**
 * `config.json` in the home: a person's theme and keys, and who they are, for the journal and the report.
 * `{ "theme": "dark", "keys": { "swap": "S", "filter": ["/", "ctrl+f"] }, "name": "Ada Lovelace", "email": "ada@example.org", "course": "ECE 573" }`
 */
export const configFile = 'config.json';

const mostBytes = 64 * 1024;
const mostCommands = 200;
const mostKeys = 8;
const longestText = 64;

/** A name with its titles, or a course with its number. */
export const longestPerson = 200;
const settings: readonly string[] = ['theme', 'keys', 'name', 'email', 'course'];

const name = pipe(string(), maxLength(longestText));
const person = pipe(string(), maxLength(longestPerson));
const keyNames = pipe(array(name), maxLength(mostKeys));

/** What could not be used of the file, and where. The rest of it holds. */
export interface ConfigTrouble {
  readonly code: 'unreadable' | 'too-large' | 'not-json' | 'wrong-shape' | 'unknown-setting';
  /** Counted from 1; undefined where it is the file as a whole. */
  readonly line?: number;
  /** One line, values in backticks. */
  readonly text: string;
}

export interface Config {
  /** Not yet known to be the name of a theme. */
  readonly theme: string | undefined;
  /** Command → keys; neither is known yet to be one. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Whom the journals of sessions name. */
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** Which course a report is for. */
  readonly course: string | undefined;
  readonly troubles: readonly ConfigTrouble[];
  /** The file as it was parsed, for writing it again; undefined where it cannot be. */
  readonly parsed: Readonly<Record<string, unknown>> | undefined;
  /** The line of a name within `keys`, or at the top. */
  lineOf(name: string, within?: 'keys'): number | undefined;
}

/** One line for the user: `config.json, line 3: there is no theme ….` */
export function describeConfigTrouble(line: number | undefined, text: string): string {
  return `${configFile}${line === undefined ? '' : `, line ${line}`}: ${text}.`;
}

/** Reads the configuration. Never throws: without a file, or with one that cannot be used, all is as it comes. */
export function readConfig(path: string): Config {
  const { text, trouble } = readText(path);
  if (text === undefined) return withoutFile(trouble, trouble === undefined ? {} : undefined);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = lineAt(text, jsonFault(text.trimEnd()) ?? text.length);
    return withoutFile({ code: 'not-json', line, text: 'it is not valid JSON from here on' }, undefined);
  }
  if (!isObject(value))
    return withoutFile({ code: 'wrong-shape', line: 1, text: 'it must be an object' }, undefined);
  return check(value, (name, within) => lineOf(text, name, within));
}

function readText(path: string): { text?: string; trouble?: ConfigTrouble } {
  try {
    return { text: readRegularText(path, mostBytes).replace(/^\ufeff/, '') };
  } catch (error) {
    if (error instanceof UnfitFileError) {
      const text = error.message.replace(`\`${path}\``, 'it');
      if (error.reason === 'too-large') return { trouble: { code: 'too-large', text } };
      return { trouble: { code: 'unreadable', text: `${text}; move it away` } };
    }
    const { code = 'error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !isLink(path)) return {};
    if (code === 'ENOENT')
      return { trouble: { code: 'unreadable', text: 'it is a broken symbolic link; move it away' } };
    const wrong = explainSystemError(error)?.wrong;
    return {
      trouble: {
        code: 'unreadable',
        text: `it cannot be read: ${wrong === undefined ? code : `${wrong} (${code})`}`,
      },
    };
  }
}

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

function withoutFile(trouble: ConfigTrouble | undefined, parsed: Config['parsed']): Config {
  return {
    theme: undefined,
    keys: new Map(),
    name: undefined,
    email: undefined,
    course: undefined,
    troubles: trouble ? [trouble] : [],
    parsed,
    lineOf: () => undefined,
  };
}

function check(value: Record<string, unknown>, line: Config['lineOf']): Config {
  const troubles: ConfigTrouble[] = [];
  const complain = (code: ConfigTrouble['code'], text: string, name: string, within?: 'keys'): void => {
    const at = line(name, within);
    troubles.push({ code, ...(at === undefined ? {} : { line: at }), text });
  };
  for (const setting of Object.keys(value).slice(0, mostCommands))
    if (!settings.includes(setting))
      complain(
        'unknown-setting',
        `there is no setting \`${shown(setting)}\`; the settings are ${settings.map((each) => `\`${each}\``).join(', ')}`,
        setting,
      );
  const { theme, keys = {} } = value;
  const isName = is(name, theme);
  if (theme !== undefined && !isName) complain('wrong-shape', '`theme` must be the name of a theme', 'theme');
  const wanted = new Map<string, readonly string[]>();
  if (!isObject(keys)) complain('wrong-shape', '`keys` must be an object: commands and their keys', 'keys');
  else {
    const entries = Object.entries(keys);
    for (const [command, given] of entries.slice(0, mostCommands)) {
      const list = typeof given === 'string' ? [given] : given;
      if (is(keyNames, list)) wanted.set(shown(command), list.map(shown));
      else
        complain(
          'wrong-shape',
          `\`${shown(command)}\` must be a key or a list of at most ${mostKeys} keys`,
          command,
          'keys',
        );
    }
    if (entries.length > mostCommands)
      complain(
        'wrong-shape',
        `\`keys\` has ${entries.length} commands; the first ${mostCommands} are read`,
        'keys',
      );
  }
  const personOf = (setting: 'name' | 'email' | 'course'): string | undefined => {
    const given = value[setting];
    if (is(person, given)) return sanitizeLine(given, longestPerson).trim() || undefined;
    if (given !== undefined)
      complain(
        'wrong-shape',
        `\`${setting}\` must be a text of at most ${longestPerson} characters`,
        setting,
      );
    return undefined;
  };
  return {
    theme: isName ? shown(theme) : undefined,
    keys: wanted,
    name: personOf('name'),
    email: personOf('email'),
    course: personOf('course'),
    troubles,
    parsed: value,
    lineOf: line,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const shown = (text: string): string => sanitizeLine(text, longestText);

function lineOf(text: string, name: string, within?: 'keys'): number | undefined {
  const from = within === undefined ? 0 : Math.max(0, text.indexOf('"keys"'));
  for (
    let at = text.indexOf(JSON.stringify(name), from);
    at >= 0;
    at = text.indexOf(JSON.stringify(name), at + 1)
  )
    if (/^\s*:/.test(text.slice(at + JSON.stringify(name).length, at + JSON.stringify(name).length + 64)))
      return lineAt(text, at);
  return undefined;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
