import { type CharacterSet, type Node, PatternError, type PlaceKind } from './parse.ts';

/** One instruction. A thread at `split` continues at both positions, the first one first. */
export type Instruction =
  | { readonly op: 'set'; readonly has: CharacterSet }
  | { readonly op: 'place'; readonly place: PlaceKind }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'match' };

/** Bounds the work per character. */
export const mostInstructions = 4000;

/** The instructions of a pattern; slots 2·n and 2·n + 1 hold the start and end of group n. Throws {@link PatternError}. */
export function compile(node: Node): readonly Instruction[] {
  const program: Instruction[] = [];
  const emit = <One extends Instruction>(instruction: One): One => {
    if (program.length >= mostInstructions) throw new PatternError('Regular expression too big');
    program.push(instruction);
    return instruction;
  };
  const write = (current: Node): void => {
    switch (current.kind) {
      case 'set':
        emit({ op: 'set', has: current.has });
        return;
      case 'place':
        emit({ op: 'place', place: current.place });
        return;
      case 'keep':
        emit({ op: 'save', slot: 0 });
        return;
      case 'sequence':
        for (const inner of current.nodes) write(inner);
        return;
      case 'group':
        emit({ op: 'save', slot: current.number * 2 });
        write(current.node);
        emit({ op: 'save', slot: current.number * 2 + 1 });
        return;
      case 'either':
        writeEither(current.nodes);
        return;
      case 'repeat':
        for (let count = 0; count < current.least; count++) write(current.node);
        if (current.most === Number.POSITIVE_INFINITY) writeLoop(current.node, current.isGreedy);
        else writeOptional(current.node, current.most - current.least, current.isGreedy);
    }
  };
  const writeEither = (nodes: readonly Node[]): void => {
    const ends: { to: number }[] = [];
    for (const [index, inner] of nodes.entries()) {
      const isLast = index === nodes.length - 1;
      const split = isLast ? undefined : emit({ op: 'split', first: program.length + 1, second: 0 });
      write(inner);
      if (split) {
        ends.push(emit({ op: 'jump', to: 0 }));
        split.second = program.length;
      }
    }
    for (const end of ends) end.to = program.length;
  };
  const fork = (isGreedy: boolean) => {
    const split = emit({ op: 'split', first: program.length + 1, second: program.length + 1 });
    return (outside: number) => {
      if (isGreedy) split.second = outside;
      else split.first = outside;
    };
  };
  const writeLoop = (inner: Node, isGreedy: boolean): void => {
    const start = program.length;
    const leave = fork(isGreedy);
    write(inner);
    emit({ op: 'jump', to: start });
    leave(program.length);
  };
  const writeOptional = (inner: Node, count: number, isGreedy: boolean): void => {
    const leaves: ((outside: number) => void)[] = [];
    for (let index = 0; index < count; index++) {
      leaves.push(fork(isGreedy));
      write(inner);
    }
    for (const leave of leaves) leave(program.length);
  };
  emit({ op: 'save', slot: 0 });
  write(node);
  emit({ op: 'save', slot: 1 });
  emit({ op: 'match' });
  return program;
}
