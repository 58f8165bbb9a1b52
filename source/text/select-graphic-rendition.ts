import { type Colour, isByte, type TextStyle } from './looks.ts';

/** What the parameters of an SGR sequence make of a style: colours of the letters, bold, dim and underlined; no other of them matters. */
export function applyGraphicRendition(before: TextStyle, parameters: string): TextStyle {
  let { colour, bold, dim, underline } = before;
  const codes = parameters.split(';');
  for (let at = 0; at < codes.length; at++) {
    const [code = '', ...inner] = codes[at]!.split(':');
    switch (Number(code)) {
      case 0:
        colour = bold = dim = underline = undefined;
        break;
      case 1:
        bold = true;
        break;
      case 2:
        dim = true;
        break;
      case 22:
        bold = dim = undefined;
        break;
      case 4:
        underline = inner[0] === '0' ? undefined : true;
        break;
      case 21:
        underline = true;
        break;
      case 24:
        underline = undefined;
        break;
      case 39:
        colour = undefined;
        break;
      case 38:
      case 48: {
        const rest = inner.length > 0 ? inner : codes.slice(at + 1, at + 5);
        // With colons, true colours may name a colour space before them.
        const values = inner.length > 4 ? inner.slice(-3) : rest.slice(1, 4);
        if (code === '38') colour = givenColour(rest[0], values.map(Number)) ?? colour;
        if (inner.length === 0) at += rest[0] === '2' ? 4 : rest[0] === '5' ? 2 : 0;
        break;
      }
      default:
        colour = namedColour(Number(code)) ?? colour;
    }
  }
  return {
    ...(colour === undefined ? {} : { colour }),
    ...(bold && { bold }),
    ...(dim && { dim }),
    ...(underline && { underline }),
  };
}

function givenColour(kind: string | undefined, values: readonly number[]): Colour | undefined {
  if (kind === '5') return isByte(values[0]) ? values[0] : undefined;
  if (kind !== '2' || values.length !== 3 || !values.every(isByte)) return undefined;
  return `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function namedColour(code: number): Colour | undefined {
  if (code >= 30 && code <= 37) return code - 30;
  return code >= 90 && code <= 97 ? code - 90 + 8 : undefined;
}
