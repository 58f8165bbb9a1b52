import type { Payload } from '../../cluster/kafka/payload.ts';
import { compactJson, indentJson, isJson } from './lay-out-json.ts';

/** How keys, headers and values are shown. */
export type PayloadForm = 'text' | 'json' | 'hex';

export const nextForm: Readonly<Record<PayloadForm, PayloadForm>> = {
  text: 'json',
  json: 'hex',
  hex: 'text',
};

/** A payload on one line. */
export function payloadLine(payload: Payload, form: PayloadForm): string {
  if (payload.kind === 'null') return 'null';
  if (form === 'hex' || payload.kind === 'binary') return `0x${payload.hex}`;
  if (form === 'json' && holdsJson(payload)) return compactJson(payload.text);
  return payload.text.replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** A payload on as many lines as it takes, and how much of it that is. */
export function payloadLines(payload: Payload, form: PayloadForm): string[] {
  if (payload.kind === 'null') return ['null'];
  if (form === 'hex' || payload.kind === 'binary') {
    const shown = payload.hex.length / 2;
    return [...dump(payload.hex), ...remark(shown, payload.size)];
  }
  if (form === 'json' && holdsJson(payload)) return indentJson(payload.text);
  const left = payload.isCut ? remark(Buffer.byteLength(payload.text), payload.size) : [];
  return [...payload.text.split('\n'), ...left];
}

const remark = (shown: number, size: number): string[] =>
  shown < size ? ['', `(the first ${shown.toLocaleString('en')} of ${size.toLocaleString('en')} bytes)`] : [];

const holdsJson = ({ text, isCut }: Payload): boolean => !isCut && /^\s*[[{"\d-]/.test(text) && isJson(text);

const bytesInLine = 16;

/** Offset, digits and characters, as `xxd` prints them. */
function dump(hex: string): string[] {
  const bytes = Buffer.from(hex, 'hex');
  return Array.from({ length: Math.ceil(bytes.length / bytesInLine) }, (_, line) => {
    const own = bytes.subarray(line * bytesInLine, (line + 1) * bytesInLine);
    const digits = own.toString('hex').replaceAll(/(.{4})(?=.)/g, '$1 ');
    const characters = own.toString('latin1').replaceAll(/[^ -~]/g, '.');
    const at = (line * bytesInLine).toString(16).padStart(4, '0');
    return `${at}  ${digits.padEnd(39)}  ${characters}`;
  });
}
