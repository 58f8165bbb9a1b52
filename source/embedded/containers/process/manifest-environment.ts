/*
 * A manifest's variables are meant for a container, but here they reach a process on this machine. Those that would make it load code, or
 * read and write files, chosen by the object's author are left out.
 */

/** In capitals: Windows ignores case. */
const refusedNames: ReadonlySet<string> = new Set([
  // Which programs of this machine are found, and their interpreters.
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

/** The dynamic linkers of Linux and macOS, functions for bash, Node's channels, and our own variables. */
const refusedPrefixes = ['LD_', 'DYLD_', 'BASH_FUNC_', 'NODE_REPL_', 'NODE_CHANNEL_', 'KAFKA_LAB_'] as const;

/** Options that only change a Node program's limits and output; Node treats `-` and `_` alike. */
const harmlessNodeOption =
  /^--(?:max-(?:old-space|semi-space|http-header)-size=\d+|stack-trace-limit=\d+|(?:no-)?(?:warnings|deprecation)|trace-(?:warnings|deprecation|uncaught)|throw-deprecation|enable-source-maps|unhandled-rejections=[a-z-]+|dns-result-order=\w+|expose-gc)$/;

/** Whether a manifest may use an option of Node, given as one word. */
export function isHarmlessNodeOption(word: string): boolean {
  return harmlessNodeOption.test(word.replaceAll('_', '-'));
}

/** The variables of a manifest that the process gets. `onRefused` gets each of the others, with the reason. */
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
  // `A=B` as a name would set the variable `A`.
  if (name === '' || /[=\0]/.test(name)) return 'it is not a valid variable name';
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

/** The line in a container's log for an omitted variable. */
export function refusedLine(name: string, why: string): string {
  return `kafka-lab: the variable \`${name.slice(0, 200)}\` of the manifest is left out: ${why}`;
}
