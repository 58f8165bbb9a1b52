/*
 * A manifest's variables are written for a container, and here become those of a process on this machine. Some of them would make it load
 * code, or read and write files, that whoever wrote the object names: these are left out.
 */

/** In capitals: Windows tells no difference. */
const refusedNames: ReadonlySet<string> = new Set([
  // Which programs of this machine are found, and by what they are run.
  'PATH',
  'PATHEXT',
  'COMSPEC',
  'SYSTEMROOT',
  'WINDIR',
  // The C library.
  'GCONV_PATH',
  'GLIBC_TUNABLES',
  'LOCPATH',
  // Shells.
  'BASH_ENV',
  'SHELLOPTS',
  // Node, and the OpenSSL in it.
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_V8_COVERAGE',
  'NODE_COMPILE_CACHE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_ICU_DATA',
  'NODE_UNIQUE_ID',
  'OPENSSL_CONF',
  'OPENSSL_ENGINES',
  'OPENSSL_MODULES',
]);

/** The dynamic linkers of Linux and macOS, functions for bash, Node's own channels, and what is ours. */
const refusedPrefixes = ['LD_', 'DYLD_', 'BASH_FUNC_', 'NODE_REPL_', 'NODE_CHANNEL_', 'KAFKA_LAB_'] as const;

/** Options that change how much a Node program takes and says, and nothing else; `-` and `_` are the same to Node. */
const harmlessNodeOption =
  /^--(?:max-(?:old-space|semi-space|http-header)-size=\d+|stack-trace-limit=\d+|(?:no-)?(?:warnings|deprecation)|trace-(?:warnings|deprecation|uncaught)|throw-deprecation|enable-source-maps|unhandled-rejections=[a-z-]+|dns-result-order=\w+|expose-gc)$/;

/** Whether an option of node's, given as one word, may stand in a manifest. */
export function isHarmlessNodeOption(word: string): boolean {
  return harmlessNodeOption.test(word.replaceAll('_', '-'));
}

/** The variables of a manifest that the process gets. `onRefused` is told each of the others, with why. */
export function safeEnvironment(
  environment: Readonly<Record<string, string>>,
  onRefused: (name: string, why: string) => void,
): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const why = whyRefused(name, value);
    if (why === undefined) safe[name] = value;
    else onRefused(name, why);
  }
  return safe;
}

function whyRefused(name: string, value: string): string | undefined {
  // `A=B` as a name would be the variable `A`.
  if (name === '' || /[=\0]/.test(name)) return 'it is no name of a variable';
  if (value.includes('\0')) return 'its value has a NUL character';
  const capital = name.toUpperCase();
  if (capital === 'NODE_OPTIONS') {
    const isHarmless = value.split(/\s+/).every((word) => word === '' || isHarmlessNodeOption(word));
    return isHarmless ? undefined : 'it can load code of this machine';
  }
  if (refusedNames.has(capital) || refusedPrefixes.some((prefix) => capital.startsWith(prefix)))
    return 'it decides what code of this machine runs';
  return undefined;
}

/** The line in a container's log for a variable that was left out. */
export function refusedLine(name: string, why: string): string {
  return `kafka-lab: the variable \`${name.slice(0, 200)}\` of the manifest is left out: ${why}`;
}
