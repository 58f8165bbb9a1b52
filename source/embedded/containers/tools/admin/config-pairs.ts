import { TerseError } from '../command-line/terse-tool.ts';

/** `k1=v1,k2=[v1,v2],k3=v3` → pairs; square brackets protect commas. Throws TerseError. */
export function parseConfigs(text: string): [name: string, value: string][] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^[\]]*\])/).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 0)
      throw new TerseError(
        'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val".',
      );
    const value = pair.slice(at + 1).trim();
    return [pair.slice(0, at).trim(), value.replace(/^\[(.*)\]$/, '$1')];
  });
}
