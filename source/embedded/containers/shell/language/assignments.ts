import { writeText } from '../streams.ts';
import type { Assignment, Element } from '../syntax/syntax.ts';
import type { Descriptors } from './descriptors.ts';
import { calculateText, expandSubscript, expandText, expandWords } from './expand.ts';
import { quoted } from './quote.ts';
import { ShellArray } from './shell-array.ts';
import type { ShellCore } from './shell-core.ts';
import { listOf, VariableError } from './variables.ts';

/** Carries out assignments from left to right. */
export async function assignAll(
  shell: ShellCore,
  assignments: readonly Assignment[],
  how: { readonly exports?: boolean; readonly traces?: Descriptors } = {},
): Promise<void> {
  for (const assignment of assignments) {
    await assign(shell, assignment);
    if (how.exports) shell.variables.ensure(assignment.name).isExported = true;
    if (how.traces && shell.options.has('x') && !assignment.isArray)
      await writeText(
        how.traces.stderr,
        `+ ${assignment.name}=${quoted(shell.variables.text(assignment.name) ?? '')}\n`,
      );
  }
}

export async function assign(shell: ShellCore, assignment: Assignment): Promise<void> {
  const { name, index, appends, value } = assignment;
  if (assignment.isArray) return await assignArray(shell, assignment, value as readonly Element[]);
  const text = await expandText(shell, value as Exclude<Assignment['value'], readonly Element[]>, true);
  const key = index === undefined ? undefined : await expandSubscript(shell, name, index);
  const variable = shell.variables.find(name);
  if (variable?.isInteger) {
    const added = calculateText(shell, text);
    const old = appends ? calculateText(shell, shell.get(name, key) ?? '') : 0n;
    return shell.set(name, String(old + added), key);
  }
  shell.set(name, appends ? (shell.get(name, key) ?? '') + text : text, key);
}

async function assignArray(
  shell: ShellCore,
  { name, appends }: Assignment,
  elements: readonly Element[],
): Promise<void> {
  const variable = shell.variables.ensure(name);
  if (variable.isReadonly) throw new VariableError(`${name}: readonly variable`);
  // The values are expanded first: they may use the old ones.
  const found: { key: string | undefined; value: string }[] = [];
  for (const { index, value } of elements) {
    if (index !== undefined)
      found.push({
        key: await expandSubscript(shell, name, index),
        value: await expandText(shell, value, true),
      });
    else for (const one of await expandWords(shell, [value])) found.push({ key: undefined, value: one });
  }
  if (variable.table) {
    if (!appends) variable.table.clear();
    for (const [at, { key, value }] of found.entries()) {
      // Without subscripts, keys and values take turns.
      if (key !== undefined) variable.table.set(key, value);
      else if (at % 2 === 0) variable.table.set(value, found[at + 1]?.value ?? '');
    }
    return;
  }
  const list = appends ? (variable.list ?? listOf(variable)) : new ShellArray();
  let next = list.end;
  for (const { key, value } of found) {
    const at = key === undefined ? next : Number(key);
    if (at < 0) throw new VariableError(`${name}[${key}]: bad array subscript`);
    list.set(at, value);
    next = at + 1;
  }
  shell.variables.charge(
    found.reduce((sum, { value }) => sum + value.length, 0),
    list.size,
  );
  variable.list = list;
  variable.value = undefined;
}
