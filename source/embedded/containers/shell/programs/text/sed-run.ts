import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import type { ProgramContext } from '../../program.ts';
import type { Pattern } from '../../regular-expression/pattern.ts';
import { ToolError } from '../tool/tool.ts';
import type { SedCommand, Substitution } from './sed-command.ts';
import { SedInput } from './sed-input.ts';
import { SedOutput } from './sed-output.ts';
import { isSelected, type SedLine } from './sed-selection.ts';
import { replaced, visible } from './sed-text.ts';

const longestSpace = 4 * 1024 * 1024;

/** Runs a script over files: its cycles, the pattern space and the hold space. */
export class SedRun {
  readonly #context: ProgramContext;
  readonly #commands: readonly SedCommand[];
  readonly #isQuiet: boolean;
  readonly #separator: string;
  readonly #output: SedOutput;
  readonly #labels = new Map<string, number>();
  #input!: SedInput;
  #space = '';
  #isWhole = true;
  #hold = '';
  #last: Pattern | undefined;
  #exit: number | undefined;

  /** `collect` gets the output. Throws {@link ToolError} for a jump to a label that there is not. */
  constructor(
    context: ProgramContext,
    commands: readonly SedCommand[],
    options: {
      readonly isQuiet: boolean;
      readonly separator: string;
      readonly collect?: (text: string) => void;
    },
  ) {
    this.#context = context;
    this.#commands = commands;
    this.#isQuiet = options.isQuiet;
    this.#separator = options.separator;
    this.#output = new SedOutput(context, options.separator, options.collect);
    for (const [index, { letter, text }] of commands.entries())
      if (letter === ':') this.#labels.set(text, index);
    for (const { letter, text } of commands)
      if ('btT'.includes(letter) && text !== '' && !this.#labels.has(text))
        throw new ToolError(`-e expression #1, char 0: can't find label for jump to \`${text}'`);
  }

  /** Whether a file could not be read. */
  get failed(): boolean {
    return this.#input.failed;
  }

  /** Resolves with the exit code. */
  async over(names: readonly string[]): Promise<number> {
    this.#input = await SedInput.open(this.#context, names, this.#separator);
    while (await this.#take()) {
      await this.#cycle();
      if (this.#exit !== undefined) return this.#exit;
    }
    return this.failed ? 2 : 0;
  }

  /** Makes the next line the pattern space. */
  async #take(): Promise<boolean> {
    const line = await this.#input.take();
    if (line === undefined) return false;
    this.#space = line.text;
    this.#isWhole = line.isWhole;
    return true;
  }

  get #line(): SedLine {
    return {
      number: this.#input.number,
      isLast: this.#input.isAtEnd,
      text: this.#space,
      pattern: (given) => this.#pattern(given),
    };
  }

  #pattern(given: Pattern | undefined): Pattern {
    const used = given ?? this.#last;
    if (used === undefined) throw new ToolError('no previous regular expression');
    this.#last = used;
    return used;
  }

  async #endCycle(prints = !this.#isQuiet): Promise<void> {
    if (prints)
      await this.#output.put(this.#space, this.#isWhole || !this.#input.isAtEnd || this.#output.hasAppended);
    await this.#output.putAppended();
  }

  async #cycle(): Promise<void> {
    let hasReplaced = false;
    const commands = this.#commands;
    for (let at = 0; at < commands.length; at++) {
      if (sharedSlice.isOver()) await nextTurn();
      if (this.#context.killed.aborted) {
        this.#exit = 137;
        return;
      }
      const command = commands[at]!;
      if (command.letter === '}' || command.letter === ':') continue;
      if ((await isSelected(command, this.#line)) === command.isNegated) {
        if (command.letter === '{') at = command.end;
        continue;
      }
      switch (command.letter) {
        case '{':
          break;
        case 's':
          if (await this.#substitute(command.substitution!)) hasReplaced = true;
          break;
        case 'y':
          this.#space = [...this.#space].map((char) => command.letters!.get(char) ?? char).join('');
          break;
        case 'd':
          return await this.#endCycle(false);
        case 'D': {
          const end = this.#space.indexOf('\n');
          if (end < 0) return await this.#endCycle(false);
          this.#space = this.#space.slice(end + 1);
          await this.#output.putAppended();
          at = -1;
          break;
        }
        case 'p':
          await this.#output.put(this.#space);
          break;
        case 'P':
          await this.#output.put(this.#space.split('\n', 1)[0]!);
          break;
        case '=':
          await this.#output.put(String(this.#input.number));
          break;
        case 'l':
          await this.#output.put(visible(this.#space));
          break;
        case 'n':
          if (this.#input.isAtEnd) {
            // GNU sed prints the last line and ends without running the rest.
            await this.#endCycle();
            this.#exit = this.#input.failed ? 2 : 0;
            return;
          }
          await this.#endCycle();
          await this.#take();
          break;
        case 'N': {
          if (this.#input.isAtEnd) {
            await this.#endCycle();
            this.#exit = this.#input.failed ? 2 : 0;
            return;
          }
          const before = this.#space;
          await this.#output.putAppended();
          await this.#take();
          this.#space = bounded(`${before}\n${this.#space}`);
          break;
        }
        case 'g':
          this.#space = this.#hold;
          break;
        case 'G':
          this.#space = bounded(`${this.#space}\n${this.#hold}`);
          break;
        case 'h':
          this.#hold = this.#space;
          break;
        case 'H':
          this.#hold = bounded(`${this.#hold}\n${this.#space}`);
          break;
        case 'x':
          [this.#space, this.#hold] = [this.#hold, this.#space];
          break;
        case 'z':
          this.#space = '';
          break;
        case 'a':
          this.#output.append(command.text);
          break;
        case 'i':
          await this.#output.put(command.text);
          break;
        case 'c':
          if (command.to === undefined || !command.isOpen || command.isNegated)
            await this.#output.put(command.text);
          return await this.#endCycle(false);
        case 'r':
          this.#output.appendFile(command.text);
          break;
        case 'w':
          this.#output.writeFile(command.text, this.#space);
          break;
        case 'q':
          await this.#endCycle();
          this.#exit = Number(command.text || 0);
          return;
        case 'Q':
          this.#exit = Number(command.text || 0);
          return;
        case 'b':
          at = command.text === '' ? commands.length : this.#labels.get(command.text)!;
          break;
        case 't':
        case 'T':
          if (hasReplaced === (command.letter === 't'))
            at = command.text === '' ? commands.length : this.#labels.get(command.text)!;
          hasReplaced = false;
          break;
        default:
          throw new ToolError(`the command ${command.letter} is not supported in the embedded image`);
      }
    }
    await this.#endCycle();
  }

  async #substitute({ pattern, replacement, isGlobal, nth, prints, file }: Substitution): Promise<boolean> {
    let [result, done, count] = ['', 0, 0];
    for await (const { start, end, groups } of this.#pattern(pattern).all(this.#space)) {
      // An empty match right after another one does not count.
      if (end === start && start === done && count > 0 && start > 0 && result !== '') continue;
      count++;
      if (count < nth) continue;
      result += this.#space.slice(done, start) + replaced(replacement, groups);
      done = end;
      bounded(result);
      if (!isGlobal) break;
    }
    if (count < nth) return false;
    this.#space = bounded(result + this.#space.slice(done));
    if (prints) await this.#output.put(this.#space);
    if (file !== undefined) this.#output.writeFile(file, this.#space);
    return true;
  }
}

function bounded(text: string): string {
  if (text.length > longestSpace) throw new ToolError('pattern space is too long', 4);
  return text;
}
