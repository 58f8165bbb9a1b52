import { describeError, LabError } from '../../errors/lab-error.ts';
import type { StepView } from '../../session/view.ts';
import { keyOf } from '../bindings/key-of.ts';
import { lastTop, linesInView } from '../files/lines-in-view.ts';
import { nextMatch } from '../files/next-match.ts';
import type { Pattern } from '../logs/pattern.ts';
import type { OpenFile } from '../state/lab-files.ts';
import { type Handler, inMode, type ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { onlyMatch, say, shown } from './say.ts';

type FileMode = ModeOf<'file'>;

/** `:open [FILE]`: the file that is named, or the one that the step speaks of. */
export function openFile(context: KeyContext, name: string): void {
  const wanted = name === '' ? fileOfStep(context) : name;
  if (wanted === undefined) say(context, 'This session has no files to read.');
  else show(context, wanted);
}

/** Shows a file from its first line; says why it cannot be read. */
export function show(context: KeyContext, name: string): void {
  const file = read(context, name);
  if (file !== undefined) context.ui.set({ mode: { kind: 'file', file, top: 0, pattern: undefined } });
}

/** `:edit [FILE]`, or `e` in the viewer: hands the terminal to the learner's editor. */
export function editFile(context: KeyContext, name: string): void {
  const { ui, files, programs, handOver } = context;
  const { mode } = ui.get();
  const wanted = name !== '' ? name : mode.kind === 'file' ? mode.file.name : fileOfStep(context);
  const isOpen = mode.kind === 'file' && mode.file.name === wanted;
  const file = isOpen ? mode.file : files.list().find((one) => one.name === wanted);
  if (file?.fixed !== undefined) say(context, file.fixed);
  else if (programs === undefined) say(context, 'A replay has no files to edit.');
  else if (file === undefined) say(context, `There is no file \`${shown(wanted ?? '')}\` to edit.`);
  else if (!handOver.isBusy)
    handOver
      .run(() => programs.edit(file.path))
      .then(
        (code) => {
          reread(context);
          if (code !== undefined && code !== 0) say(context, editorFailed(code));
          else if (file.changed !== undefined) say(context, file.changed);
        },
        (error: unknown) => ui.set({ message: describeError(error) }),
      );
}

/** A shell reports 126 or 127 for a program that it cannot start. */
function editorFailed(code: number): string {
  return code === 126 || code === 127
    ? 'The editor could not be started; see what VISUAL or EDITOR is set to.'
    : `The editor ended with exit code ${code}; the file may be unchanged.`;
}

/** The file of the task, or what the step speaks of, else the first file. */
function fileOfStep({ ui, session, files }: KeyContext): string | undefined {
  const names = files.list().map(({ name }) => name);
  const step = session.snapshot().steps[ui.get().selected];
  if (step?.task !== undefined) return step.task.file;
  return (step && names.find((name) => speaksOf(step, name))) ?? names[0];
}

function speaksOf({ step, commands }: StepView, name: string): boolean {
  const asked = step.questions.flatMap((question) => [question.text, ...question.hints]);
  return [...commands, step.text, step.lookFor, ...asked, ...step.hints].some((text) => text.includes(name));
}

/** After it was edited, at the same place. */
function reread(context: KeyContext): void {
  const { mode } = context.ui.get();
  if (mode.kind !== 'file') return;
  const file = read(context, mode.file.name);
  if (file !== undefined) move(context, { ...mode, file }, mode.top);
}

function read(context: KeyContext, name: string): OpenFile | undefined {
  try {
    return context.files.read(name);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    context.ui.set({ message: describeError(error) });
    return undefined;
  }
}

/** The file after this one in the list, or before it. */
export function showNext(by: 1 | -1): Handler {
  return inMode('file', (context, { file }) => {
    const names = context.files.list().map(({ name }) => name);
    const next = names[(names.indexOf(file.name) + by + names.length) % names.length];
    if (next !== undefined) show(context, next);
  });
}

/** Scrolls; `lines` tells how far, from the number of lines in view. */
export function scrollFile(lines: (page: number) => number): Handler {
  return inMode('file', (context, mode) => {
    const page = linesInView(mode.file.lines, mode.top, context.fileRoom()).length;
    move(context, mode, mode.top + lines(Math.max(1, page - 1)));
  });
}

function move({ ui, fileRoom }: KeyContext, mode: FileMode, top: number): void {
  const last = lastTop(mode.file.lines, fileRoom());
  ui.set({ mode: { ...mode, top: Math.max(0, Math.min(last, top)) } });
}

/** Goes to the first match from the line on that is at the top. */
export function searchFile(context: KeyContext, file: FileMode, pattern: Pattern | undefined): void {
  const mode = { ...file, pattern };
  context.ui.set({ mode });
  if (pattern !== undefined) goToMatch(context, mode, 1, mode.top, false);
}

export function jumpInFile(by: 1 | -1): Handler {
  return inMode('file', (context, mode) => goToMatch(context, mode, by, mode.top + by, true));
}

function goToMatch(context: KeyContext, mode: FileMode, by: 1 | -1, from: number, isJump: boolean): void {
  const { pattern, file } = mode;
  if (pattern === undefined)
    say(context, `Search with ${keyOf('search', context.ui.get().bindings, 'file')} first.`);
  else {
    const line = nextMatch(file.lines, pattern, by, from);
    if (line === undefined) say(context, `\`${shown(pattern.source)}\` is not in this file.`);
    else if (isJump && line === mode.top) say(context, onlyMatch);
    // Not held back at the end of the file: the next jump goes on from the line at the top.
    else context.ui.set({ mode: { ...mode, top: line } });
  }
}
