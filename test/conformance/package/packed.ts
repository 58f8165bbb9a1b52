import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../tools.ts';

/** Packs the built program as `npm publish` would; resolves with the path of the tarball, in a new directory. Throws with npm's words. */
export async function packed(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-packed-'));
  // The bundle is there: this command line begins with making it.
  const words = ['pack', '--ignore-scripts', '--pack-destination', directory];
  const { code, stderr } = await runTool('npm', words, { timeoutMs: 60_000 });
  const [name] = readdirSync(directory);
  if (code !== 0 || name === undefined) throw new Error(`npm pack: ${stderr}`);
  return join(directory, name);
}
