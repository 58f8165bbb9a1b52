import chalk from 'chalk';

// The theme decides whether there are colours. Chalk, with which Ink styles text, would decide for itself, and with NO_COLOR
// also drop what is not a colour: bold, underline, inverse.
chalk.level = 2;

const eight = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** SGR parameters of a colour, as a theme has them (`38;5;203`, `48;5;16`, `31`, `97`, `40`), as Ink's `color` and `backgroundColor` take it. */
export function inkColour(parameters: string): string {
  const cube = /^[34]8;5;(\d+)$/.exec(parameters)?.[1];
  if (cube !== undefined) return `ansi256(${cube})`;
  const number = Number(parameters);
  const name = eight[number % 10];
  if (name === undefined || !/^(?:3|4|9)[0-7]$/.test(parameters))
    throw new RangeError(`\`${parameters}\` is not a colour of a theme`);
  return number >= 90 ? `${name}Bright` : name;
}
