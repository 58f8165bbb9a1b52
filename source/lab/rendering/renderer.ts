import { ExpressionError } from '../expressions/expression-error.ts';
import { parseExpression, type Scope } from '../expressions/expressions.ts';
import { hasExpressions, parseTemplate } from '../expressions/template.ts';

/** A text or an expression of a lab that has no value for these facts. `path`: where it is in its file. */
export class RenderError extends Error {
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly offset: number;

  constructor(file: string, path: readonly (string | number)[], { message, offset }: ExpressionError) {
    super(message);
    this.name = 'RenderError';
    this.file = file;
    this.path = path;
    this.offset = offset;
  }
}

type Path = readonly (string | number)[];
type Values = Readonly<Record<string, unknown>>;

/** What may be left out or be there several times. */
export interface Repeated {
  readonly when?: string | undefined;
  readonly each?: string | undefined;
}

/** Writes out the texts of one file for the facts of a session. */
export class Renderer {
  readonly file: string;
  readonly #scope: Scope;
  readonly #values: Values;

  constructor(file: string, scope: Scope, values: Values) {
    this.file = file;
    this.#scope = scope;
    this.#values = values;
  }

  /** @throws RenderError, as all of them */
  text(source: string, path: Path): string {
    return this.#at(path, () =>
      hasExpressions(source) ? parseTemplate(source, this.#scope).text(this.#values) : source,
    );
  }

  /** A value in which every text may have expressions; a text that is one expression has the type of its result. */
  value(source: unknown, path: Path): unknown {
    if (typeof source === 'string')
      return this.#at(path, () =>
        hasExpressions(source) ? parseTemplate(source, this.#scope).evaluate(this.#values) : source,
      );
    if (Array.isArray(source)) return source.map((each, index) => this.value(each, [...path, index]));
    return source;
  }

  expression(source: string, path: Path): unknown {
    return this.#at(path, () => parseExpression(source, this.#scope).evaluate(this.#values));
  }

  isWanted(when: string | undefined, path: Path): boolean {
    if (when === undefined) return true;
    const result = this.expression(when, [...path, 'when']);
    if (typeof result === 'boolean') return result;
    throw new RenderError(
      this.file,
      [...path, 'when'],
      new ExpressionError('value', `\`when\` must be true or false, and is ${JSON.stringify(result)}`),
    );
  }

  /** Each item as often as its `when` and `each` say. */
  items<S extends string | Repeated, T>(
    list: readonly S[] | undefined,
    path: Path,
    make: (item: Exclude<S, string>, renderer: Renderer, path: Path) => T,
    makeText: (text: string, renderer: Renderer, path: Path) => T,
  ): T[] {
    return (list ?? []).flatMap((item, index) => {
      const at = [...path, index];
      if (typeof item === 'string') return [makeText(item, this, at)];
      const whole = item as Exclude<S, string>;
      return this.#repetitions(item, at).map((renderer) => make(whole, renderer, at));
    });
  }

  #repetitions(item: Repeated, path: Path): Renderer[] {
    if (item.each === undefined) return this.isWanted(item.when, path) ? [this] : [];
    const list = this.expression(item.each, [...path, 'each']);
    if (!Array.isArray(list))
      throw new RenderError(
        this.file,
        [...path, 'each'],
        new ExpressionError('value', `\`each\` must be a list, and is ${JSON.stringify(list)}`),
      );
    return list
      .map((each, index) => new Renderer(this.file, withItem(this.#scope), { ...this.#values, each, index }))
      .filter((renderer) => renderer.isWanted(item.when, path));
  }

  #at<T>(path: Path, act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new RenderError(this.file, path, error);
    }
  }
}

const scopesWithItem = new WeakMap<Scope, Scope>();

/** The scope of what is there once for each item of a list. */
export function withItem(scope: Scope): Scope {
  const known = scopesWithItem.get(scope) ?? { ...scope, each: undefined, index: undefined };
  scopesWithItem.set(scope, known);
  return known;
}
