/** Run by scripts/bundle.js: prints what the bundle precomputes about the lab's files and the labs that ship, as JSON. */
import { join } from 'node:path';
import { renderLab } from '../../lab/rendering/render-lab.ts';
import { readOptions } from '../command-line/options.ts';
import { stockLabId } from '../labs/lab-for.ts';
import { loadShippedLabs } from '../labs/shipped-labs.ts';
import type { StockLab } from '../labs/stock-lab.ts';
import { packageRoot } from '../locations/package-root.ts';
import { precomputeLabFiles } from './precomputed-lab-files.ts';
import { readLabFiles } from './read-lab-files.ts';

const files = readLabFiles(readOptions({ values: {}, positionals: [] }));
const labs = loadShippedLabs(join(packageRoot(), 'labs'));
const stock = labs.find(({ manifest }) => manifest.id === stockLabId);
if (stock === undefined) throw new Error(`labs/ has no \`${stockLabId}\``);
const { lab: facts } = files.facts;
process.stdout.write(
  JSON.stringify({
    files: precomputeLabFiles(files),
    labs,
    stock: { facts, data: renderLab(stock, facts) } satisfies StockLab,
  }),
);
