/** How the tests of the themes measure colours. Channels are 0 to 255 unless they are called linear. */
export type Rgb = readonly [red: number, green: number, blue: number];
type Matrix = readonly (readonly [number, number, number])[];

const levels = [0, 95, 135, 175, 215, 255];

/** The colour with this number in the 6×6×6 cube of 256-colour terminals (16 to 231), as xterm defines it. */
export function cubeColour(number: number): Rgb {
  if (number < 16 || number > 231) throw new RangeError(`\`${number}\` is not in the cube`);
  const at = number - 16;
  return [levels[Math.floor(at / 36)]!, levels[Math.floor(at / 6) % 6]!, levels[at % 6]!];
}

export function hexColour(text: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
  return [red!, green!, blue!];
}

const linear = (channel: number): number =>
  channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;

/** https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Linear RGB as perceived: Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), table 1 at severity 1.0. */
export const eyes: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE 1976 L*a*b* of the perceived colour, white point D65. */
function lab(colour: Rgb, eye: Matrix): number[] {
  const [r, g, b] = colour.map(linear) as [number, number, number];
  const [red, green, blue] = eye.map((row) =>
    Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)),
  ) as [number, number, number];
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 1976 ΔE of two perceived colours; about 2.3 is just noticeable. */
export function difference(one: Rgb, other: Rgb, eye: Matrix): number {
  const [first, second] = [lab(one, eye), lab(other, eye)];
  return Math.hypot(...first.map((value, index) => value - second[index]!));
}
