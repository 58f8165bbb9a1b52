import type { History } from '../language/history.ts';
import type { Completion } from './completion.ts';
import { Display } from './display.ts';
import { characterOf, editKey } from './edit-keys.ts';
import { EditLine } from './edit-line.ts';
import { HistorySearch } from './history-search.ts';
import { HistoryWalk } from './history-walk.ts';
import { takeKey } from './keys.ts';
import { commonStart, listed } from './listing.ts';

/** What a line editor needs from its shell and terminal. */
export interface EditorHost {
  readonly history: History;
  write(text: string): void;
  columns(): number;
  complete(before: string): Completion;
}

/** How an edit ends: a line, Ctrl-D on an empty one, or Ctrl-C. */
export type Edited =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'interrupted' };

const bell = '\u0007';
/** More matches than this are listed only after a question. */
const mostListed = 100;

/** Edits lines on a terminal with the keys of readline's Emacs mode. */
export class LineEditor {
  readonly #host: EditorHost;
  readonly #line = new EditLine();
  readonly #display: Display;
  #walk: HistoryWalk;
  #search: HistorySearch | undefined;
  #prompt = '';
  #lastKey = '';
  /** Whether the last Tab changed the line. */
  #hasCompleted = false;
  /** `C-v`: the next key is a character. */
  #isQuoting = false;
  /** `Display all 120 possibilities? (y or n)` waits for an answer. */
  #asked: readonly string[] | undefined;
  #unread = '';
  #hasEnded = false;
  #resolve: ((edited: Edited) => void) | undefined;

  constructor(host: EditorHost) {
    this.#host = host;
    this.#display = new Display(
      (text) => host.write(text),
      () => Math.max(1, host.columns()),
    );
    this.#walk = new HistoryWalk(host.history);
  }

  /** Reads one line. What was typed before counts. */
  async read(prompt: string): Promise<Edited> {
    if (this.#hasEnded) return { kind: 'end' };
    this.#prompt = prompt;
    this.#line.replace('');
    this.#walk = new HistoryWalk(this.#host.history);
    this.#lastKey = '';
    this.#display.begin(prompt, '', 0);
    return await new Promise((resolve) => {
      this.#resolve = resolve;
      this.type('');
    });
  }

  /** Takes keys, as a terminal sends them. */
  type(text: string): void {
    this.#unread += text;
    if (this.#resolve === undefined) return;
    // What follows a line is for the command that it runs.
    while (this.#unread !== '' && this.#resolve !== undefined) {
      const { key, rest } = takeKey(this.#unread);
      this.#unread = rest;
      if (key === undefined) return;
      this.#take(key);
    }
  }

  /** What was typed after the line. */
  takeUnread(): string {
    const text = this.#unread;
    this.#unread = '';
    return text;
  }

  /** The terminal ends: so does the edit. */
  end(): void {
    this.#hasEnded = true;
    this.#finish({ kind: 'end' });
  }

  /** The terminal has another width. */
  resized(): void {
    if (this.#resolve !== undefined && this.#search === undefined)
      this.#display.resized(this.#line.text, this.#line.point);
  }

  #finish(edited: Edited): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(edited);
  }

  #show(): void {
    this.#display.show(this.#line.text, this.#line.point);
  }

  #take(key: string): void {
    if (this.#asked !== undefined) {
      this.#answer(key);
      return;
    }
    this.#line.beginKey();
    if (this.#isQuoting) {
      this.#isQuoting = false;
      this.#line.insert(characterOf(key));
      this.#show();
      return;
    }
    if (this.#search !== undefined && this.#inSearch(key)) return;
    const before = this.#lastKey;
    this.#lastKey = key;
    if (!this.#command(key, before)) this.#host.write(bell);
    if (this.#resolve !== undefined && this.#search === undefined && this.#asked === undefined) this.#show();
  }

  /** Carries out a key. False: there is nothing that it could do. */
  #command(key: string, before: string): boolean {
    const line = this.#line;
    switch (key) {
      case 'C-m':
      case 'C-j':
      case 'C-o':
        this.#accept();
        return true;
      case 'C-c':
        this.#display.leave('^C');
        this.#finish({ kind: 'interrupted' });
        return true;
      case 'C-d':
        if (line.length > 0) return line.remove(line.point + 1);
        this.#finish({ kind: 'end' });
        return true;
      case 'C-i':
        return this.#complete(before === 'C-i' && !this.#hasCompleted);
      case 'C-p':
      case 'up':
        return this.#go(this.#walk.older(line.text));
      case 'C-n':
      case 'down':
        return this.#go(this.#walk.newer(line.text));
      case 'M-<':
        return this.#go(this.#walk.oldest(line.text));
      case 'M->':
        return this.#go(this.#walk.newest(line.text));
      case 'C-r':
      case 'C-s':
        this.#search = new HistorySearch(this.#host.history, line.text, line.point);
        this.#showSearch();
        return true;
      case 'C-l':
        this.#host.write('\u001b[H\u001b[2J');
        this.#display.redraw(line.text, line.point);
        return true;
      case 'C-v':
      case 'C-q':
        this.#isQuoting = true;
        return true;
      case 'M-.':
      case 'M-_':
        return this.#insertLastArgument(before === key);
      default:
        return editKey(line, key);
    }
  }

  #go(text: string | undefined): boolean {
    if (text === undefined) return false;
    this.#line.replace(text);
    return true;
  }

  #accept(): void {
    this.#display.show(this.#line.text, this.#line.length);
    this.#display.leave();
    this.#finish({ kind: 'line', text: this.#line.text });
  }

  #insertLastArgument(isRepeated: boolean): boolean {
    const word = this.#walk.lastArgument(isRepeated);
    if (word === undefined) return false;
    if (isRepeated) this.#line.undo();
    return this.#line.insert(word);
  }

  /** A key while the history is searched. False: it is carried out as usual, on the line that was found. */
  #inSearch(key: string): boolean {
    const search = this.#search!;
    if (key === 'C-r') search.further();
    else if (key === 'C-s') search.nearer();
    else if (key === 'backspace' || key === 'C-h') search.shorten();
    else if ([...key].length === 1) search.extend(key);
    else {
      this.#search = undefined;
      const { text, point } = key === 'C-g' || key === 'C-c' ? search.original : search.found;
      this.#line.replace(text, point);
      this.#display.restart(this.#prompt, text, point);
      return key === 'C-g';
    }
    this.#showSearch();
    return true;
  }

  #showSearch(): void {
    const { label, found } = this.#search!;
    this.#display.restart(label, found.text, found.point);
  }

  /** Tab: what all matches share; one that follows and has nothing to add lists them. */
  #complete(isRepeated: boolean): boolean {
    const { length, matches, shown, ending } = this.#host.complete(this.#line.before);
    const [only] = matches;
    if (only === undefined) {
      this.#hasCompleted = false;
      return false;
    }
    const start = commonStart(matches);
    const isWhole = matches.length === 1;
    const text = isWhole ? only + ending : start;
    const typed = [...this.#line.before].slice(this.#line.point - length).join('');
    if (isWhole || (start.length > typed.length && start.startsWith(typed.slice(0, 1)))) {
      this.#line.remove(this.#line.point - length);
      this.#line.insert(text);
      this.#hasCompleted = true;
      return isWhole;
    }
    this.#hasCompleted = false;
    if (!isRepeated) return false;
    if (shown.length > mostListed) {
      this.#display.leave();
      this.#host.write(`Display all ${shown.length} possibilities? (y or n)`);
      this.#asked = shown;
    } else this.#list(shown);
    return true;
  }

  #list(names: readonly string[]): void {
    this.#display.leave();
    this.#host.write(listed(names, this.#host.columns()));
    this.#display.redraw(this.#line.text, this.#line.point);
  }

  #answer(key: string): void {
    const names = this.#asked ?? [];
    if (/^[yY ]$|^C-i$/.test(key)) {
      this.#asked = undefined;
      this.#list(names);
    } else if (/^[nN]$|^C-[cgm]$|^backspace$/.test(key)) {
      this.#asked = undefined;
      this.#host.write('\n');
      this.#display.redraw(this.#line.text, this.#line.point);
    } else this.#host.write(bell);
  }
}
