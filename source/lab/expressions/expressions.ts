import {
  type ASTNode,
  TypeError as CelTypeError,
  Environment,
  EvaluationError,
  ParseError,
} from '@marcbachmann/cel-js';
import { RE2JS, RE2JSException } from 're2js';
import { nearestName } from '../../text/nearest-name.ts';
import { fromCel, toCel } from './cel-values.ts';
import { chargeWork, charging, childrenOf, countNodes } from './charge-work.ts';
import { ExpressionError } from './expression-error.ts';
import { withKnownKeys } from './missing-key.ts';
import { labFunctions } from './word-functions.ts';
import { WorkBudget } from './work-budget.ts';

/** The names that an expression may use, each with the fields that it is known to have; undefined: any. */
export type Scope = Readonly<Record<string, readonly string[] | undefined>>;

/** An expression that was parsed and checked. `evaluate` takes a value for each name of its scope. */
export interface Expression {
  readonly source: string;
  /** What it results in, as far as that is known before: `bool`, `string`, `int`, `dyn`. */
  readonly type: string;
  /** @throws ExpressionError `value`: it fails on these values; `bounds`: it takes too much work */
  evaluate(values: Readonly<Record<string, unknown>>): unknown;
}

/** An expression may be this long, in characters. */
export const longestExpression = 2_000;
const longestPattern = 500;
const limits = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};

/**
 * Parses and checks a CEL expression.
 * @throws ExpressionError `syntax`, `bounds`: with what would be right where that can be told
 */
export function parseExpression(source: string, scope: Scope): Expression {
  if (source.length > longestExpression)
    throw new ExpressionError(
      'bounds',
      `it has ${source.length} characters; at most ${longestExpression} are allowed`,
    );
  const { environment, budget, parsed } = environmentOf(scope);
  const known = parsed.get(source);
  if (known !== undefined) return known;
  try {
    const { ast } = environment.parse(source);
    checkFields(ast, scope);
    const checked = environment.check(source);
    if (checked.error !== undefined) throw checked.error;
    const nodes = countNodes(ast);
    const names = namesIn(ast).filter((name) => Object.hasOwn(scope, name));
    const charged = environment.parse(chargeWork(ast, source));
    const expression: Expression = {
      source,
      type: checked.type ?? 'dyn',
      evaluate: (values) => {
        const run = (convert: (value: unknown) => unknown): unknown => {
          budget.renew();
          budget.spend(nodes);
          return charged(Object.fromEntries(names.map((name) => [name, convert(values[name])])));
        };
        try {
          return fromCel(run((value) => toCel(value)));
        } catch (error) {
          const explained = explain(error, source, scope, 'value');
          throw explained instanceof ExpressionError
            ? withKnownKeys(explained, (watch) => run((value) => toCel(value, watch)))
            : explained;
        }
      },
    };
    if (parsed.size < mostParsed) parsed.set(source, expression);
    return expression;
  } catch (error) {
    throw explain(error, source, scope, 'syntax');
  }
}

/** What the expressions of one scope share: one evaluation ends before the next begins. */
interface Shared {
  readonly environment: Environment;
  readonly budget: WorkBudget;
  /** The expressions that were parsed: a lab is written out again and again with other facts. */
  readonly parsed: Map<string, Expression>;
}

const mostParsed = 2_000;
const environments = new WeakMap<Scope, Shared>();

function environmentOf(scope: Scope): Shared {
  const known = environments.get(scope);
  if (known !== undefined) return known;
  const budget = new WorkBudget();
  const made: Shared = { environment: makeEnvironment(scope, budget), budget, parsed: new Map() };
  environments.set(scope, made);
  return made;
}

function makeEnvironment(scope: Scope, budget: WorkBudget): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits });
  for (const name of Object.keys(scope)) environment.registerVariable(name, 'dyn');
  const through =
    (spend: (value: unknown) => void) =>
    (value: unknown): unknown => {
      spend(value);
      return value;
    };
  environment.registerFunction(
    `${charging.deep}(dyn): dyn`,
    through((value) => budget.spendDeep(value)),
  );
  environment.registerFunction(
    `${charging.pieces}(dyn): dyn`,
    through((value) => budget.spendPieces(value)),
  );
  environment.registerFunction(`${charging.loop}(int, dyn): dyn`, (nodes: bigint, list: unknown) => {
    budget.spendLoop(Number(nodes), list);
    return list;
  });
  environment.registerFunction(
    `${charging.matches}(string, string): bool`,
    (text: string, pattern: string) => {
      budget.spendPieces(text);
      return matches(text, pattern);
    },
  );
  for (const { signature, call } of labFunctions)
    environment.registerFunction(signature, (...args: unknown[]) => {
      // CEL has checked them against the signature.
      const result = call(...(args.map(fromCel) as never[]));
      budget.spendDeep(result);
      return toCel(result);
    });
  return environment;
}

/** In time linear in the text: JavaScript's own expressions may take exponential time. The syntax is RE2's, as CEL has it. */
function matches(text: string, pattern: string): boolean {
  if (pattern.length > longestPattern)
    throw new ExpressionError('bounds', `a pattern may have ${longestPattern} characters`);
  try {
    return RE2JS.compile(pattern).matcher(text).find();
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new ExpressionError('value', `the pattern \`${pattern}\` is malformed: ${error.message}`);
  }
}

/** The names that an expression uses: only their values are converted. */
function namesIn(node: ASTNode): string[] {
  const own = node.op === 'id' ? [String(node.args)] : [];
  return [...new Set([...own, ...childrenOf(node).flatMap(namesIn)])];
}

/** Fields of names whose fields are known: `facts.partition` is a mistake, not a missing value. */
function checkFields(node: ASTNode, scope: Scope): void {
  if (node.op === '.' && node.args[0].op === 'id') {
    const [{ args: name }, field] = node.args;
    const known = Object.hasOwn(scope, String(name)) ? scope[String(name)] : undefined;
    if (known !== undefined && !known.includes(field)) {
      const near = nearestName(field, known);
      throw new ExpressionError(
        'syntax',
        `\`${String(name)}\` has no \`${field}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
        node.pos,
      );
    }
  }
  for (const child of childrenOf(node)) checkFields(child, scope);
}

/** The library's errors in our words. */
function explain(error: unknown, source: string, scope: Scope, reason: 'syntax' | 'value'): unknown {
  // A function of ours may have thrown it inside of the evaluation.
  const cause = error instanceof Error && error.cause instanceof ExpressionError ? error.cause : error;
  if (cause instanceof ExpressionError) return cause;
  if (cause instanceof RangeError) return new ExpressionError('bounds', cause.message);
  if (!(cause instanceof ParseError || cause instanceof EvaluationError || cause instanceof CelTypeError))
    return cause;
  const offset = reason === 'syntax' ? (cause.range?.start ?? 0) : 0;
  const near = nearestFor(cause.summary, scope);
  const exceeded = /^Exceeded (max\w+) \((\d+)\)/.exec(cause.summary);
  if (exceeded !== null)
    return new ExpressionError(
      'bounds',
      `it is too large: ${wordsOf[exceeded[1]!] ?? exceeded[1]}, at most ${exceeded[2]}`,
    );
  return new ExpressionError(
    reason,
    `${lowered(cause.summary)}${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    Math.min(offset, source.length),
    unknownIn(cause.summary),
  );
}

const wordsOf: Readonly<Record<string, string>> = {
  maxAstNodes: 'names, values and operators',
  maxDepth: 'levels of nesting',
  maxListElements: 'items of a list',
  maxMapEntries: 'entries of a map',
  maxCallArguments: 'arguments of a call',
};

const functionNames = labFunctions.map(({ signature }) => signature.slice(0, signature.indexOf('(')));

const unknownIn = (summary: string): string | undefined => /^Unknown variable: (\w+)/.exec(summary)?.[1];

function nearestFor(summary: string, scope: Scope): string | undefined {
  const variable = unknownIn(summary);
  if (variable !== undefined) return nearestName(variable, Object.keys(scope));
  const called = /overload for '(\w+)\(/.exec(summary)?.[1];
  return called === undefined || functionNames.includes(called)
    ? undefined
    : nearestName(called, functionNames);
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
