import { markVariable } from './environment-mark.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/*
 * What a process of ours, or a program that we start, sees of this machine's environment. An allow list: no credentials, nothing that
 * loads code (NODE_OPTIONS, LD_PRELOAD, BASH_ENV), and no variables that we did not consider.
 */

/** The variables that every process needs. */
const systemVariables = ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'] as const;

/** What a program in any language needs to start as in a shell: its user and directories, its language, the location of its runtime. */
const programVariables = [
  ...systemVariables,
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'XDG_CACHE_HOME',
  'JAVA_HOME',
  'GOROOT',
  'GOPATH',
  'GOCACHE',
  'CARGO_HOME',
  'RUSTUP_HOME',
  'DOTNET_ROOT',
  'VIRTUAL_ENV',
  'PYENV_ROOT',
  'RBENV_ROOT',
  'GEM_HOME',
  // Windows
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
] as const;

/** A Node that uses the system's libraries may find them nowhere else. */
const nodeFindsLibraries = Object.entries(process.config.variables).some(
  ([name, value]) => name.startsWith('node_shared') && value === true,
);
const libraryVariables = nodeFindsLibraries ? ['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'] : [];

/** For a process of this same Node. */
export function nodeEnvironment(environment: Environment = process.env): Record<string, string> {
  return pick(environment, [...systemVariables, ...libraryVariables]);
}

/** For a learner's program, and for the processes that start one. */
export function programEnvironment(environment: Environment = process.env): Record<string, string> {
  return pick(environment, programVariables);
}

/** For the embedded cluster's process, and the shim: programs are started from there. */
export function starterEnvironment(environment: Environment = process.env): Record<string, string> {
  return pick(environment, [...programVariables, ...libraryVariables]);
}

/** For a program of the user's, such as kubectl: everything, except the mark that we ourselves may carry. */
export function withoutMark(environment: Environment): Record<string, string | undefined> {
  const { [markVariable]: _mark, ...rest } = environment;
  return rest;
}

function pick(environment: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
