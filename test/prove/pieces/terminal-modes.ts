import { until } from '../../ui/until.ts';

/** What a program has switched on of a terminal, and how it has to leave it. */
const switched = /\u001b\[\?([\d;]+)([hl])/g;

/** Modes by their number, and whether a terminal has them when nothing runs. */
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

/** The modes that a terminal which got these bytes is left in, and should not be, in words. */
export function modesLeft(bytes: string): string[] {
  const state = new Map<number, boolean>();
  for (const [, numbers = '', how] of bytes.matchAll(switched))
    for (const number of numbers.split(';')) state.set(Number(number), how === 'h');
  return [...state].flatMap(([number, on]) => {
    const rest = atRest.get(number) ?? { on: false, name: `mode ${number}` };
    return on === rest.on ? [] : [`${rest.name} ${on ? 'on' : 'off'}`];
  });
}

/** The same, once the last bytes had their time to come: how a program ended may be known before they do. */
export async function modesAtRest({ bytes }: { bytes(): string }): Promise<string[]> {
  await until(
    () => modesLeft(bytes()).length === 0,
    () => '',
    3_000,
  ).catch(() => {});
  return modesLeft(bytes());
}
