import { ShellArray } from './shell-array.ts';

/** A variable of a shell: a text, an array by number, or one by name. */
export interface Variable {
  value: string | undefined;
  list?: ShellArray;
  table?: Map<string, string>;
  isExported?: boolean;
  isReadonly?: boolean;
  isInteger?: boolean;
  letters?: 'upper' | 'lower';
}

/** What a script may keep in variables, in characters. */
export const mostCharacters = 16 * 1024 * 1024;
export const mostElements = 100_000;

/** A variable that cannot be changed, or memory that a script may not take. The message follows the shell's name. */
export class VariableError extends Error {}

/** The variables of a shell, with those of the functions that run. */
export class Variables {
  readonly #global: Map<string, Variable>;
  readonly #scopes: Map<string, Variable | undefined>[] = [];
  #characters = 0;

  constructor(from?: Variables) {
    this.#global = new Map();
    this.#characters = from === undefined ? 0 : from.#characters;
    if (from) for (const [name, variable] of from.all()) this.#global.set(name, copyOf(variable));
  }

  find(name: string): Variable | undefined {
    for (let at = this.#scopes.length - 1; at >= 0; at--) {
      const scope = this.#scopes[at] as Map<string, Variable | undefined>;
      if (scope.has(name)) return scope.get(name);
    }
    return this.#global.get(name);
  }

  /** Those that are set or declared, the innermost of each name. */
  *all(): Generator<readonly [string, Variable]> {
    const names = new Set([...this.#scopes].flatMap((scope) => [...scope.keys()]));
    for (const name of names) {
      const variable = this.find(name);
      if (variable) yield [name, variable];
    }
    for (const entry of this.#global) if (!names.has(entry[0])) yield entry;
  }

  /** The variable of this name, made where it is missing. */
  ensure(name: string): Variable {
    const found = this.find(name);
    if (found) return found;
    const made: Variable = { value: undefined };
    const scope = [...this.#scopes].reverse().find((candidate) => candidate.has(name)) ?? this.#global;
    scope.set(name, made);
    return made;
  }

  /** The text of a variable; an array's is that of its first element. */
  text(name: string): string | undefined {
    const variable = this.find(name);
    return variable && textOf(variable);
  }

  set(name: string, value: string): void {
    const variable = this.ensure(name);
    if (variable.isReadonly) throw new VariableError(`${name}: readonly variable`);
    const old = textOf(variable)?.length ?? 0;
    const text =
      variable.letters === undefined
        ? value
        : variable.letters === 'upper'
          ? value.toUpperCase()
          : value.toLowerCase();
    this.charge(text.length - old);
    if (variable.list) variable.list.set(0, text);
    else if (variable.table) variable.table.set('0', text);
    else variable.value = text;
  }

  /** Accounts for what a script keeps. Throws where it is too much. */
  charge(characters: number, elements = 0): void {
    if (this.#characters + characters > mostCharacters || elements > mostElements)
      throw new VariableError('cannot allocate memory');
    this.#characters += characters;
  }

  unset(name: string): void {
    if (this.find(name)?.isReadonly)
      throw new VariableError(`unset: ${name}: cannot unset: readonly variable`);
    for (const scope of [...this.#scopes].reverse())
      if (scope.has(name)) {
        scope.set(name, undefined);
        return;
      }
    this.#global.delete(name);
  }

  /** Puts back the values that variables had before a command. */
  restore(saved: readonly (readonly [name: string, value: string | undefined])[]): void {
    for (const [name, value] of saved) {
      if (value === undefined) this.unset(name);
      else this.set(name, value);
    }
  }

  get isInFunction(): boolean {
    return this.#scopes.length > 0;
  }

  enterFunction(): void {
    this.#scopes.push(new Map());
  }

  leaveFunction(): void {
    this.#scopes.pop();
  }

  /** A variable of the function that runs. It is exported if the outer one is. */
  declareLocal(name: string): Variable {
    const scope = this.#scopes.at(-1) as Map<string, Variable | undefined>;
    const here = scope.get(name);
    if (here) return here;
    const outer = this.find(name);
    if (outer?.isReadonly) throw new VariableError(`local: ${name}: readonly variable`);
    const made: Variable = { value: undefined, ...(outer?.isExported ? { isExported: true } : {}) };
    scope.set(name, made);
    return made;
  }

  /** What programs get. */
  environment(): Record<string, string> {
    const result: Record<string, string> = {};
    for (const [name, variable] of this.all()) {
      const text = variable.isExported ? textOf(variable) : undefined;
      if (text !== undefined) result[name] = text;
    }
    return result;
  }
}

/** An array that begins with the text of a plain variable. */
export function listOf({ value }: Variable): ShellArray {
  return new ShellArray(value === undefined ? [] : [value]);
}

export function textOf({ value, list, table }: Variable): string | undefined {
  return list ? list.get(0) : table ? table.get('0') : value;
}

/** The values of an array, or of a plain variable that is set. */
export function valuesOf(variable: Variable | undefined): string[] {
  if (variable === undefined) return [];
  if (variable.list) return variable.list.values();
  if (variable.table) return [...variable.table.values()];
  return variable.value === undefined ? [] : [variable.value];
}

export function keysOf(variable: Variable | undefined): string[] {
  if (variable === undefined) return [];
  if (variable.list) return variable.list.keys().map(String);
  if (variable.table) return [...variable.table.keys()];
  return variable.value === undefined ? [] : ['0'];
}

function copyOf(variable: Variable): Variable {
  return {
    ...variable,
    ...(variable.list ? { list: variable.list.copy() } : {}),
    ...(variable.table ? { table: new Map(variable.table) } : {}),
  };
}
