import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** For esbuild: each file of the tests keeps its own `import.meta.dirname`, though all are bundled into one file somewhere else. */
export const ownFolders = {
  name: 'own-folders',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};
