import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PartName } from './options.ts';
import type { Part } from './part.ts';

/** The part that `parts/NAME.ts` exports under any name; undefined if this tree has no such file. */
export async function loadPart(name: PartName): Promise<Part | undefined> {
  if (!existsSync(join(import.meta.dirname, 'parts', `${name}.ts`))) return undefined;
  let module: Record<string, unknown>;
  try {
    module = await import(`./parts/${name}.ts`);
  } catch (error) {
    // The file was written after this proof was bundled.
    if (error instanceof Error && error.message.startsWith('Module not found in bundle')) return undefined;
    throw error;
  }
  const part = Object.values(module).find((value): value is Part => isPart(value) && value.name === name);
  if (part === undefined) throw new Error(`parts/${name}.ts exports no part of that name`);
  return part;
}

function isPart(value: unknown): value is Part {
  return (
    typeof value === 'object' && value !== null && 'name' in value && 'promise' in value && 'run' in value
  );
}
