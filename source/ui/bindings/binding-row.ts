/** Where a key means something. `browse` is everywhere but in a dialog or a text box, `typing` in every text box. */
export type Scope =
  | 'always'
  | 'browse'
  | 'steps'
  | 'step'
  | 'logs'
  | 'help'
  | 'file'
  | 'search'
  | 'filter'
  | 'command'
  | 'opening'
  | 'answer'
  | 'typing'
  | 'compare'
  | 'replay'
  | 'view'
  | 'detail'
  | 'views'
  | 'resources'
  | 'kafka'
  | 'messages'
  | 'prompt'
  | 'predict'
  | 'confirm';

/** What the table says of a command in one scope. */
export interface BindingRow {
  readonly id: string;
  readonly keys: readonly string[];
  readonly scope: Scope;
  readonly label?: string;
  readonly help: string;
  /** What follows the command where it is typed: `NAME`, in brackets where it may be left out. */
  readonly argument?: string;
  /** What the help page says of all bindings with this text, in one row. */
  readonly row?: string;
}
