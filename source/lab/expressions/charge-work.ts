import type { ASTNode } from '@marcbachmann/cel-js';
import { ExpressionError } from './expression-error.ts';

/** Methods that evaluate their last arguments once for each element of a list. */
const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** The functions that the rewritten expression calls; no author can, because a name in CEL does not begin so. */
export const charging = {
  deep: 'kl_deep',
  pieces: 'kl_pieces',
  loop: 'kl_loop',
  matches: 'kl_matches',
} as const;

/**
 * The expression with each operation that may be costly preceded by the charge for it: CEL bounds neither the size of values nor nested
 * loops. `a.map(x, x + y)` → `kl_loop(3, a).map(x, kl_deep(x) + kl_deep(y))`. `matches` becomes our own, in linear time.
 * @throws ExpressionError `syntax`: it uses one of our own names
 */
export function chargeWork(node: ASTNode, source: string): string {
  const write = (each: ASTNode): string => chargeWork(each, source);
  const deep = (each: ASTNode): string =>
    each.op === 'value' ? write(each) : `${charging.deep}(${write(each)})`;
  switch (node.op) {
    case 'value':
      return source.slice(node.start, node.end);
    case 'id':
      return ownName(node.args, node);
    case '.':
      return `${write(node.args[0])}.${node.args[1]}`;
    case '[]':
      return `${write(node.args[0])}[${write(node.args[1])}]`;
    case 'call': {
      const [name, args] = node.args;
      // `has` takes a path, not a value.
      return `${ownName(name, node)}(${args.map(name === 'has' ? write : deep).join(', ')})`;
    }
    case 'rcall':
      return writeMethod(node, write, deep);
    case 'list':
      return `[${node.args.map(write).join(', ')}]`;
    case 'map':
      return `{${node.args.map(([key, value]) => `${write(key)}: ${write(value)}`).join(', ')}}`;
    case '?:':
      return `(${write(node.args[0])} ? ${write(node.args[1])} : ${write(node.args[2])})`;
    case '||':
    case '&&':
      return `(${write(node.args[0])} ${node.op} ${write(node.args[1])})`;
    case '!_':
    case '-_':
      return `(${node.op[0]}${write(node.args)})`;
    case '!=':
    case '==':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `(${deep(node.args[0])} ${node.op} ${deep(node.args[1])})`;
    default:
      throw new ExpressionError('syntax', 'this operator is not supported', 0);
  }
}

function writeMethod(
  node: Extract<ASTNode, { op: 'rcall' }>,
  write: (node: ASTNode) => string,
  deep: (node: ASTNode) => string,
): string {
  const [name, receiver, args] = node.args;
  if (loops.has(name)) {
    const nodes = args.reduce((sum, each) => sum + countNodes(each), 0);
    return `${charging.loop}(${nodes}, ${write(receiver)}).${name}(${args.map(write).join(', ')})`;
  }
  if (name === 'bind') return `${write(receiver)}.bind(${args.map(write).join(', ')})`;
  if (name === 'matches') return `${charging.matches}(${[receiver, ...args].map(deep).join(', ')})`;
  const charged = name === 'split' ? `${charging.pieces}(${write(receiver)})` : deep(receiver);
  return `${charged}.${name}(${args.map(deep).join(', ')})`;
}

function ownName(name: string, { start }: ASTNode): string {
  if (!name.startsWith('kl_')) return name;
  throw new ExpressionError('syntax', `\`${name}\`: names that begin with \`kl_\` are reserved`, start);
}

/** How many nodes the evaluation of this one visits, loops counted once. */
export function countNodes(node: ASTNode): number {
  return 1 + childrenOf(node).reduce((sum, each) => sum + countNodes(each), 0);
}

/** The operands of a node. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}
