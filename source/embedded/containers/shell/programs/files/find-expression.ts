import { ToolError } from '../tool/tool.ts';
import { actionOf } from './find-actions.ts';
import type { Plan, Test } from './find-plan.ts';
import { testOf } from './find-tests.ts';
import { FindWords } from './find-words.ts';

/** Reads the expression of a `find`. Throws ToolError. */
export class ExpressionParser {
  readonly #words: FindWords;
  readonly #plan: Plan;
  #depth = 0;

  constructor(words: string[], plan: Plan) {
    this.#words = new FindWords(words);
    this.#plan = plan;
  }

  whole(): Test {
    if (this.#words.isEmpty) return () => true;
    const test = this.#either();
    if (!this.#words.isEmpty) throw new ToolError(`paths must precede expression: '${this.#words.next}'`);
    return test;
  }

  #either(): Test {
    if (++this.#depth > 50) throw new ToolError('expression is nested too deeply');
    let left = this.#both();
    while (this.#words.next === '-o' || this.#words.next === '-or') {
      this.#words.shift();
      const [first, second] = [left, this.#both()];
      left = async (found) => (await first(found)) || (await second(found));
    }
    this.#depth--;
    return left;
  }

  #both(): Test {
    let left = this.#one();
    while (!this.#words.isEmpty && !['-o', '-or', ')', ','].includes(this.#words.next!)) {
      if (this.#words.next === '-a' || this.#words.next === '-and') this.#words.shift();
      const [first, second] = [left, this.#one()];
      left = async (found) => (await first(found)) && (await second(found));
    }
    return left;
  }

  #one(): Test {
    const word = this.#words.shift();
    if (word === undefined) throw new ToolError('expected an expression');
    if (word === '!' || word === '-not') {
      const inner = this.#one();
      return async (found) => !(await inner(found));
    }
    if (word === '(') {
      const inner = this.#either();
      if (this.#words.shift() !== ')')
        throw new ToolError(
          "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
        );
      return inner;
    }
    return testOf(word, this.#words, this.#plan) ?? actionOf(word, this.#words, this.#plan);
  }
}
