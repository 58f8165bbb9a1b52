import type { Lab } from '../../lab/model/step.ts';

/** Which figures a step has in the report; a number where the lab gives it one, undefined where the report does. */
export type FigurePlan = ReadonlyMap<string, readonly (number | undefined)[]>;

/**
 * Places each figure at one step. A figure that several steps name belongs to the one that names the fewest, and to the first of these.
 * A step that names figures which all belong elsewhere has none; any other has one of its own.
 */
export function planFigures({ steps }: Lab): FigurePlan {
  const owners = new Map<number, { step: string; names: number }>();
  for (const { id, figures } of steps)
    for (const number of figures.flatMap(numberOf)) {
      const owner = owners.get(number);
      if (owner === undefined || figures.length < owner.names)
        owners.set(number, { step: id, names: figures.length });
    }
  return new Map(
    steps.map(({ id, figures }): [string, readonly (number | undefined)[]] => {
      const named = figures.flatMap(numberOf);
      if (named.length === 0) return [id, [undefined]];
      return [id, named.filter((number) => owners.get(number)?.step === id)];
    }),
  );
}

export function highestFigure({ steps }: Lab): number {
  return Math.max(0, ...steps.flatMap(({ figures }) => figures.flatMap(numberOf)));
}

/** `Figure 3` → 3; of any other label nothing. */
function numberOf(label: string): number[] {
  const digits = /^Figure (\d{1,3})$/.exec(label)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}
