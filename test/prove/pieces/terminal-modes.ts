import { until } from '../../ui/until.ts';

/** The terminal modes that a program switched on, and how it must leave them. */
const switched = /\u001b\[\?([\d;]+)([hl])/g;

/** Modes by their number, and whether they are on when nothing runs. */
const atRest: ReadonlyMap<number, { readonly on: boolean; readonly name: string }> = new Map([
  [25, { on: true, name: 'the cursor' }],
  [1049, { on: false, name: 'the alternate screen' }],
  [1047, { on: false, name: 'the alternate screen' }],
  [2004, { on: false, name: 'bracketed paste' }],
  [2026, { on: false, name: 'synchronised output' }],
  [1, { on: false, name: 'application cursor keys' }],
  [1000, { on: false, name: 'mouse reports' }],
  [1002, { on: false, name: 'mouse reports' }],
  [1003, { on: false, name: 'mouse reports' }],
  [1004, { on: false, name: 'focus reports' }],
  [1006, { on: false, name: 'mouse reports' }],
]);

/** The modes in which these bytes leave a terminal and should not, in words. */
export function modesLeft(bytes: string): string[] {
  const state = new Map<number, boolean>();
  for (const [, numbers = '', how] of bytes.matchAll(switched))
    for (const number of numbers.split(';')) state.set(Number(number), how === 'h');
  return [...state].flatMap(([number, on]) => {
    const rest = atRest.get(number) ?? { on: false, name: `mode ${number}` };
    return on === rest.on ? [] : [`${rest.name} ${on ? 'on' : 'off'}`];
  });
}

/** The same after a delay for the last bytes: a program's exit may be known before they arrive. */
export async function modesAtRest({ bytes }: { bytes(): string }): Promise<string[]> {
  await until(
    () => modesLeft(bytes()).length === 0,
    () => '',
    3_000,
  ).catch(() => {});
  return modesLeft(bytes());
}
