import { conditionHolds } from '../language/conditional.ts';
import type { Descriptors } from '../language/descriptors.ts';
import { calculate, expandPieces, expandText, expandWords } from '../language/expand.ts';
import { Glob } from '../language/glob.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { LoopJump } from '../language/shell-exit.ts';
import { takeLine, writeText } from '../streams.ts';
import type { Command, Script } from '../syntax/syntax.ts';

/** Runs everything but simple commands. */
export async function runCompound(
  shell: ShellCore,
  command: Exclude<Command, { kind: 'simple' }>,
  open: Descriptors,
): Promise<void> {
  switch (command.kind) {
    case 'group':
      return await shell.runList(command.body, open);
    case 'subshell':
      shell.status = await shell.runSubshell(command.body, open);
      return;
    case 'function':
      shell.functions.set(command.name, { body: command.body, source: command.source });
      shell.status = 0;
      return;
    case 'arithmetic':
      shell.status = (await calculate(shell, command.expression)) === 0n ? 1 : 0;
      return;
    case 'conditional':
      shell.status = await conditionHolds(shell, command.expression, open);
      return;
    case 'if':
      for (const { condition, body } of command.branches)
        if (await holds(shell, condition, open)) return await shell.runList(body, open);
      shell.status = 0;
      if (command.otherwise !== undefined) await shell.runList(command.otherwise, open);
      return;
    case 'case':
      return await runCase(shell, command, open);
    case 'while':
      return await loop(
        shell,
        command.body,
        open,
        async () => (await holds(shell, command.condition, open)) !== command.until,
      );
    case 'count':
      return await runCount(shell, command, open);
    case 'for': {
      const values = command.words === undefined ? shell.positional : await expandWords(shell, command.words);
      const rest = values.values();
      return await loop(shell, command.body, open, async () => {
        const next = rest.next();
        if (!next.done) shell.set(command.name, next.value);
        return !next.done;
      });
    }
    case 'select':
      return await runSelect(shell, command, open);
  }
}

/** Whether a condition succeeds; `set -e` does not apply to it. */
async function holds(shell: ShellCore, condition: Script, open: Descriptors): Promise<boolean> {
  await shell.unchecked(() => shell.runList(condition, open));
  return shell.status === 0;
}

/** Runs a body as long as there is a next round. The status is that of the last round, or 0. */
async function loop(
  shell: ShellCore,
  body: Script,
  open: Descriptors,
  hasNext: () => Promise<boolean>,
): Promise<void> {
  let status = 0;
  while (await hasNext()) {
    let isLast = false;
    try {
      await shell.runList(body, open);
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      if (error.levels > 1) throw new LoopJump(error.kind, error.levels - 1);
      isLast = error.kind === 'break';
      shell.status = 0;
    }
    status = shell.status;
    if (isLast) break;
  }
  shell.status = status;
}

async function runCount(
  shell: ShellCore,
  command: Command & { kind: 'count' },
  open: Descriptors,
): Promise<void> {
  await calculate(shell, command.begin);
  let isFirst = true;
  await loop(shell, command.body, open, async () => {
    if (!isFirst) await calculate(shell, command.step);
    isFirst = false;
    const condition = await expandText(shell, command.condition);
    return condition.trim() === '' || (await calculate(shell, command.condition)) !== 0n;
  });
}

async function runCase(
  shell: ShellCore,
  command: Command & { kind: 'case' },
  open: Descriptors,
): Promise<void> {
  const value = await expandText(shell, command.word);
  shell.status = 0;
  let falls = false;
  const ignoresCase = shell.features.has('nocasematch');
  for (const { patterns, body, end } of command.items) {
    let matches = falls;
    for (const pattern of patterns) {
      if (matches) break;
      matches = await new Glob(await expandPieces(shell, pattern), { ignoresCase }).matches(value);
    }
    if (!matches) continue;
    await shell.runList(body, open);
    if (end === ';;') return;
    falls = end === ';&';
  }
}

async function runSelect(
  shell: ShellCore,
  command: Command & { kind: 'select' },
  open: Descriptors,
): Promise<void> {
  const values = command.words === undefined ? shell.positional : await expandWords(shell, command.words);
  const menu = values.map((value, index) => `${index + 1}) ${value}\n`).join('');
  let shows = true;
  await loop(shell, command.body, open, async () => {
    if (shows) await writeText(open.stderr, menu);
    await writeText(open.stderr, '#? ');
    const { text, isWhole } = await takeLine(open.stdin, shell.killed);
    if (!isWhole && text === '') return false;
    shell.set('REPLY', text);
    shows = text.trim() === '';
    shell.set(command.name, values[Number(text) - 1] ?? '');
    return true;
  });
}
