#!/usr/bin/env node
// Enforces the layers that DESIGN.md describes: which module may import which, files of a readable size, no barrels.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFolderCycles } from './folder-cycles.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'source');
const longestFile = 400;

/** Module → modules it may import; `module:types` allows `import type` only. Every module may import itself. */
const sourceRules = {
  'cli.ts': ['app.ts', 'commands', 'processes', 'errors', 'files', 'text'],
  // What Node runs first in the bundle; in its place the sources import the app itself.
  loading: ['app.ts:types', 'commands', 'files'],
  'app.ts': ['commands', 'debug', 'terminal', 'errors', 'files', 'text'],
  commands: [
    'lab',
    'manifests',
    'session',
    'journal',
    'report',
    'grading',
    'ui',
    'cluster',
    // Kubernetes objects as `cluster` returns them.
    'kubernetes-types:types',
    'kubernetes-values',
    'json',
    'processes',
    'time',
    'debug',
    'terminal',
    'errors',
    'files',
    'text',
  ],
  lab: ['errors', 'files', 'json', 'text'],
  manifests: ['lab:types', 'errors', 'files', 'json'],
  journal: ['processes', 'debug', 'errors', 'files', 'text'],
  report: ['journal', 'lab', 'errors', 'text'],
  // The escaping and the style of its pages are those of the report.
  grading: ['journal', 'lab', 'report', 'text'],
  session: ['lab', 'journal', 'cluster:types', 'time', 'errors', 'text'],
  ui: ['session', 'lab', 'journal', 'terminal', 'time', 'errors', 'text'],
  cluster: [
    'archives',
    'compression',
    'journal:types',
    'lab:types',
    'manifests',
    // At run time as well: a server's response is decoded by the schema of its kind.
    'kubernetes-types',
    'kubernetes-values',
    'json',
    'processes',
    'time',
    'debug',
    'errors',
    'files',
    'text',
  ],
  embedded: [
    'archives',
    'compression',
    'kubernetes-types',
    'kubernetes-values',
    'json',
    'processes',
    'time',
    'debug',
    'errors',
    'files',
    'text',
  ],
  clients: [],
  // A cluster for somebody's test.
  testing: ['cluster', 'json', 'errors'],
  // The format of tar.
  archives: [],
  // What Kafka's producers compress with, read.
  compression: [],
  // Kubernetes values on both sides of the API.
  'kubernetes-types': ['json:types'],
  'kubernetes-values': ['json'],
  json: [],
  // A shim that has the terminal asks whose it is.
  processes: ['terminal', 'errors', 'files'],
  debug: ['files', 'text'],
  terminal: ['errors'],
  // The clock, and what waits by it.
  time: ['errors'],
  errors: [],
  // Reads files that others may have replaced: imports only errors.
  files: ['errors', 'json:types'],
  text: [],
};

/** Modules inside the embedded cluster. */
const embeddedRules = {
  'main.ts': ['start.ts'],
  'start.ts': [
    'bounds',
    'paths',
    'network',
    'kubernetes',
    'kafka',
    'zookeeper',
    'containers',
    'integrity',
    'ownership.ts',
    'directory-watch.ts',
    'keep-own-files.ts',
    'disk-error-reporter.ts',
  ],
  'ownership.ts': ['paths'],
  'directory-watch.ts': ['paths:types'],
  'keep-own-files.ts': ['ownership.ts', 'paths'],
  'disk-error-reporter.ts': [],
  // Checks what each of them left on disk, with the code that reads it.
  integrity: ['network', 'kubernetes', 'kafka', 'zookeeper', 'containers', 'paths'],
  // Whoever creates, reads or removes a file with a name or path from outside uses this module to map it.
  paths: [],
  // Keeps one client from blocking all others, who share the event loop: every server may import it.
  bounds: [],
  network: ['bounds'],
  containers: ['network', 'kafka', 'zookeeper', 'paths', 'bounds'],
  kubernetes: ['containers:types', 'network:types', 'paths', 'bounds'],
  kafka: ['network:types', 'zookeeper:types', 'containers:types', 'paths', 'bounds'],
  zookeeper: ['network:types', 'containers:types', 'paths', 'bounds'],
};

/** Folders of the lab: who reads it is on top, the shared model at the bottom. */
const labRules = {
  // Reads and checks a folder.
  loading: ['rendering', 'format', 'checks', 'expressions', 'model'],
  // Writes a lab out for the facts of a session.
  rendering: ['format:types', 'checks', 'expressions', 'model'],
  // The shape of the files.
  format: ['model:types'],
  // Which hint a failed check gets.
  diagnosis: ['model'],
  // The vocabulary of named checks.
  checks: ['model'],
  // CEL, for the texts and the checks of a lab folder.
  expressions: ['model'],
  model: [],
};

/** Folders of a session. Its own files are the contract: what a screen may see and request, and the stream of events. */
const sessionRules = {
  'view.ts': [],
  // What a session needs of the files that tasks are about.
  'task-files.ts': [],
  'session-events.ts': ['view.ts'],
  'event-stream.ts': ['session-events.ts'],
  'open-prediction.ts': ['view.ts'],
  'evidence.ts': ['view.ts'],
  'repair.ts': ['view.ts'],
  'undo-plan.ts': ['view.ts'],
  'error-reporter.ts': ['event-stream.ts'],
  // A running session, and a replayed one.
  live: [
    'run',
    'count',
    'logs',
    'model',
    'view.ts',
    'task-files.ts',
    'open-prediction.ts',
    'undo-plan.ts',
    'hints-of.ts',
    'event-stream.ts',
    'error-reporter.ts',
  ],
  replay: ['logs', 'model', 'view.ts', 'session-events.ts'],
  run: ['count', 'view.ts', 'task-files.ts', 'session-events.ts', 'event-stream.ts', 'error-reporter.ts'],
  // From events to the view.
  model: ['count', 'view.ts', 'session-events.ts'],
  count: ['view.ts', 'event-stream.ts', 'error-reporter.ts'],
  logs: ['view.ts', 'event-stream.ts', 'error-reporter.ts'],
};

/** Folders of grading: from a journal to its summary, from summaries to a class, from a class to its pages. */
const gradingRules = {
  pages: ['class', 'model'],
  class: ['model'],
  reading: ['model'],
  model: [],
};

/** Folder → its rules, as above; `.` stands for its own files without a rule. */
export const layers = {
  '': sourceRules,
  embedded: embeddedRules,
  lab: labRules,
  grading: gradingRules,
  session: sessionRules,
  ui: {
    theme: [],
    // Text while it is typed, and its cursor.
    typing: [],
    text: ['theme'],
    logs: ['text', 'theme'],
    partitions: ['text', 'theme'],
    // The table of commands and keys.
    bindings: [],
    // A file of the lab, as it is read and searched.
    files: ['logs', 'text'],
    // What opens over the lab's screen: tables and texts that change by themselves.
    views: ['files', 'logs', 'text', 'theme'],
    state: ['bindings', 'logs', 'theme', 'typing', 'views'],
    layout: ['state'],
    terminal: ['layout', 'state'],
    steps: ['bindings', 'files', 'logs', 'state', 'text', 'theme'],
    // What each command does; keys and typed lines both come here.
    commands: ['bindings', 'files', 'logs', 'state', 'steps', 'text', 'theme', 'typing', 'views'],
    keys: ['bindings', 'commands', 'state'],
    hooks: ['commands', 'keys', 'layout', 'linear', 'state', 'terminal', 'views'],
    linear: ['bindings', 'files', 'logs', 'partitions', 'state', 'steps', 'text', 'theme', 'views'],
    components: [
      'bindings',
      'commands',
      'files',
      'hooks',
      'layout',
      'linear',
      'logs',
      'partitions',
      'state',
      'steps',
      'terminal',
      'text',
      'theme',
      'typing',
      'views',
    ],
    'screen.tsx': ['commands', 'components', 'state', 'terminal', 'views:types'],
  },
  report: {
    // What a session's events add up to, and the transcripts made of it.
    '.': [],
    // The report to hand in, before it has a form.
    document: ['.'],
    privacy: ['document'],
    pictures: ['.', 'document'],
    'html-document': ['.', 'document', 'pictures'],
    'markdown-document': ['.', 'document', 'pictures'],
    'word-document': ['document', 'pictures'],
  },
  'embedded/kafka': {
    // The interface to a pod, time, and the format of log lines.
    '.': [],
    bytes: [],
    messages: ['bytes'],
    records: ['bytes'],
    log: ['bytes', 'messages', 'records'],
    groups: ['.', 'bytes', 'messages', 'records'],
    controller: ['messages'],
    client: ['bytes', 'messages'],
    broker: ['.', 'bytes', 'messages', 'records', 'log', 'groups', 'controller'],
  },
  'embedded/kafka/broker': {
    config: [],
    storage: [],
    // What clients fetch, between their requests (KIP-227).
    'fetch-sessions': [],
    cluster: ['storage', 'fetch-sessions'],
    lifecycle: ['cluster'],
    zookeeper: ['config', 'cluster', 'lifecycle'],
    maintenance: ['config', 'storage', 'cluster'],
    requests: ['config', 'cluster', 'fetch-sessions:types'],
    handlers: ['config', 'storage', 'fetch-sessions', 'requests'],
    connections: ['requests', 'handlers'],
    '.': [
      ...['config', 'storage', 'fetch-sessions', 'cluster', 'zookeeper', 'lifecycle', 'maintenance'],
      ...['requests', 'connections'],
    ],
  },
  'embedded/zookeeper': {
    // The interface to a session, time, and the format of log lines.
    '.': [],
    protocol: ['.'],
    database: ['.', 'protocol'],
    storage: ['.', 'protocol', 'database'],
    quorum: ['.', 'protocol', 'database'],
    server: ['.', 'protocol', 'database', 'storage', 'quorum'],
    client: ['.', 'protocol'],
  },
  'embedded/kubernetes': {
    // The resource table, values, Status errors, the interfaces of store and node agent.
    objects: [],
    schema: ['objects'],
    validation: ['objects', 'schema'],
    store: ['objects', 'schema', 'validation'],
    // What controllers, scheduler and kubelet share.
    machinery: ['objects'],
    controllers: ['objects', 'machinery'],
    scheduler: ['objects', 'schema', 'machinery'],
    kubelet: ['objects', 'schema', 'machinery'],
    patch: ['objects'],
    protobuf: ['objects', 'schema'],
    // Documents about the API, made from the schemas.
    openapi: ['objects', 'schema'],
    tables: [],
    yaml: ['objects'],
    api: ['objects', 'schema', 'validation', 'machinery', 'patch', 'protobuf', 'openapi', 'tables', 'yaml'],
    streams: ['objects', 'validation', 'machinery', 'api'],
    server: ['objects', 'yaml', 'api', 'streams'],
    // Assembles a control plane.
    '.': ['objects', 'store', 'machinery', 'controllers', 'scheduler', 'kubelet'],
  },
  // Controllers do not import each other: they interact through the store.
  'embedded/kubernetes/controllers': {
    'cron-job': [],
    'daemon-set': [],
    deployment: [],
    disruption: [],
    endpoints: [],
    'garbage-collection': [],
    job: [],
    namespace: [],
    nodes: [],
    'replica-set': [],
    'stateful-set': [],
    volumes: [],
  },
  'embedded/containers': {
    // What a container and an image are.
    '.': [],
    shell: ['.'],
    tools: ['shell'],
    process: ['.', 'shell'],
    images: ['.', 'process'],
    'kafka-image': ['.', 'shell', 'tools'],
    'zookeeper-image': ['.', 'shell', 'tools'],
    'node-image': ['.', 'shell', 'process'],
    'busybox-image': ['.', 'shell'],
  },
  'embedded/containers/shell': {
    // Files in memory and on this machine.
    files: [],
    'regular-expression': [],
    // From text to a syntax tree.
    syntax: [],
    // Containers, their processes and programs.
    '.': ['files'],
    // Variables, expansions, redirections, and what a shell is to its builtins.
    language: ['.', 'files', 'syntax', 'regular-expression'],
    builtins: ['.', 'language', 'syntax'],
    // Keys, history and completion at the prompt.
    'line-editor': ['.', 'language', 'builtins'],
    interpreter: ['.', 'language', 'builtins', 'line-editor', 'syntax'],
    programs: ['.', 'files', 'language', 'interpreter', 'syntax', 'regular-expression'],
  },
};

const importPattern =
  /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/gm;

/**
 * The output boundaries: what only these files may do. Everything else hands them safe text, so that text from outside reaches a
 * terminal, a recording or a report only through them. Programs in pods print to their pod's log, which is data.
 */
export const boundaries = [
  {
    what: 'write to the process’s own streams',
    // Console as well: its methods write there, unsanitised.
    pattern:
      /\bprocess\s*(?:\.\s*(?:stdout|stderr)|\[\s*\w+\s*\])\s*\.\s*(?:write|end|_write|writev)\b|\bconsole\s*\.\s*\w+\s*\(/,
    files: [
      'commands/output/streams.ts',
      'clients/log.ts',
      'clients/metrics.ts',
      'embedded/main.ts',
      'embedded/containers/process/foreign-shim.ts',
      'commands/lab-files/precompute-at-build.ts',
    ],
    instead: 'commands/output/streams.ts takes safe text',
  },
  {
    what: 'call text safe or styled',
    pattern: /\bas\s+(?:SafeText|StyledText)\b|<(?:SafeText|StyledText)>\s*[\w(`'"]/,
    files: [/^text\//],
    instead: 'text/safe-text.ts and text/sanitize.ts make it so',
  },
  {
    what: 'hold escape sequences',
    pattern: /\\(?:u001b|x1b|x1B|u001B|033|e\[)|[\u001b]/,
    files: [
      /^text\//,
      /^ui\/terminal\//,
      /^embedded\//,
      'cluster/kubectl/output/yaml.ts',
      // Reads keys.
      'ui/keys/split-brackets.ts',
    ],
    instead: 'text/styled-text.ts puts colours around safe text',
  },
  {
    what: 'give text to Ink',
    pattern: /import\s*\{[^}]*\b(?:Text|Static|Newline|Spacer)\b[^}]*\}\s*from\s*'ink'/,
    files: ['ui/text/text.tsx'],
    instead: 'ui/text/text.tsx takes safe text',
  },
  {
    what: 'hand Ink ready rows',
    pattern: /import\s*\{[^}]*\bTransform\b[^}]*\}\s*from\s*'ink'/,
    files: ['ui/components/log-rows.tsx'],
    instead: 'ui/text/text.tsx draws text; rows of a log go through log-rows.tsx',
  },
  {
    what: 'write to the terminal of the screen',
    pattern: /(?<!process\s*\.\s*)\b(?:stdout|target|terminal)\s*\??\.\s*write\s*\(/,
    files: [
      /^embedded\//,
      /^clients\//,
      'commands/lab-files/precompute-at-build.ts',
      'commands/output/streams.ts',
      'ui/screen.tsx',
      'ui/terminal/alternate-screen.ts',
      'ui/terminal/screen-output.ts',
    ],
    instead: 'Ink writes to it, through ui/terminal/screen-output.ts',
  },
];

function judgeBoundaries(path, text) {
  // Comments may mention what code must not do.
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return boundaries
    .filter(
      ({ files }) => !files.some((file) => (typeof file === 'string' ? file === path : file.test(path))),
    )
    .filter(({ pattern }) => pattern.test(code))
    .map(({ what, instead }) => `${path}: may not ${what}; ${instead}`);
}

/** Casts that the compiler cannot check at all; each needs a reason in a comment beside it. */
const mostUncheckedCasts = 5;

function judgeCasts(files) {
  const casts = Object.entries(files).flatMap(([path, text]) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) => {
      if (!/\bas unknown as\b/.test(line) || isComment(line)) return [];
      const statement = lines.slice(Math.max(0, index - longestCastStatement), index + 1);
      return [{ place: `${path}:${index + 1}`, hasReason: statement.some((one) => /(^|\s)\/\/ /.test(one)) }];
    });
  });
  const places = casts.map(({ place }) => place).join(', ');
  return [
    ...casts
      .filter(({ hasReason }) => !hasReason)
      .map(({ place }) => `${place}: \`as unknown as\` without a reason beside it`),
    ...(casts.length > mostUncheckedCasts
      ? [`${casts.length} times \`as unknown as\`, at most ${mostUncheckedCasts}: ${places}`]
      : []),
  ];
}

/** How many lines a statement that ends with a cast may have, with the comment above it. */
const longestCastStatement = 10;
const isComment = (line) => /^\s*(\/\/|\*|\/\*)/.test(line);

/** All breaches of the layers and boundaries in `files` (path relative to source → text), one line each. */
export function findBreaches(files) {
  const breaches = [];
  /** File → the files that it imports. */
  const imports = {};
  for (const [path, text] of Object.entries(files)) {
    const lines = text.split('\n').length - 1;
    if (lines > longestFile)
      breaches.push(`${path}: ${lines} lines; at most ${longestFile}, one concept a file`);
    if (/(^|\/)index\.tsx?$/.test(path)) breaches.push(`${path}: no barrels; import the file that has it`);
    if (/(^|\/)(utils?|helpers?|misc|common)(\.tsx?|\/)/.test(path))
      breaches.push(`${path}: name it for what it holds`);
    breaches.push(...judgeBoundaries(path, text));
    for (const match of text.matchAll(importPattern)) {
      const typesOnly =
        match[1] !== undefined ||
        (/\bimport\(/.test(match[0]) === false && /^import\s*\{\s*type\s[^}]*\}/.test(match[0]));
      const target = normalize(join(dirname(path), match[2] ?? match[3]))
        .split(sep)
        .join('/');
      imports[path] ??= [];
      imports[path].push(target);
      const complaint = judge(path, target, typesOnly);
      if (complaint) breaches.push(`${path}: ${complaint}`);
    }
  }
  for (const cycle of findFolderCycles(imports))
    breaches.push(
      `these folders import each other: ${cycle.join(', ')}; put what they share into a folder below them`,
    );
  breaches.push(...judgeCasts(files));
  return breaches;
}

/** Why a rule forbids an import; undefined if the rules of every folder that contains both files allow it. */
function judge(path, target, typesOnly) {
  for (const [folder, rules] of Object.entries(layers)) {
    const inside = folder === '' ? '' : `${folder}/`;
    if (!path.startsWith(inside) || !target.startsWith(inside)) continue;
    const [from, to] = [path, target].map((file) => entryOf(file.slice(inside.length), rules));
    if (from === to) continue;
    const allowed = rules[from];
    if (!allowed) return `no rule for \`${inside}${from}\`; add it to scripts/layers.js and DESIGN.md`;
    if (allowed.includes(to)) continue;
    if (!allowed.includes(`${to}:types`)) return `may not import \`${inside}${to}\`, imports \`${target}\``;
    if (!typesOnly) return `may import types alone from \`${inside}${to}\`, imports \`${target}\``;
  }
  return undefined;
}

/** The name of a file or folder in the rules. */
function entryOf(file, rules) {
  const [first, ...rest] = file.split('/');
  const isOwnFile = rest.length === 0 && !Object.hasOwn(rules, first);
  return isOwnFile && Object.hasOwn(rules, '.') ? '.' : first;
}

function readSources(directory, files = {}) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) readSources(path, files);
    else if (/\.tsx?$/.test(entry.name))
      files[relative(source, path).split(sep).join('/')] = readFileSync(path, 'utf8');
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const breaches = findBreaches(readSources(source));
  for (const breach of breaches) console.error(breach);
  if (breaches.length > 0) process.exitCode = 1;
}
