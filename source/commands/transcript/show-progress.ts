import { statSync } from 'node:fs';
import { safe } from '../../text/safe-text.ts';
import { clearProgress, showProgress } from '../output/streams.ts';
import type { OnProgress } from './render-journal.ts';

/** From this many bytes on, reading a journal takes long enough to say how far it is. */
const longJournal = 8 * 1024 * 1024;

/** Shows how far what is made of a journal is, on one line of the terminal, until `end`. */
export function progressLine(what: string, journal: string): { readonly show: OnProgress; end(): void } {
  const isLong = statSync(journal).size >= longJournal;
  let shown = '';
  return {
    show(done) {
      if (!isLong) return;
      const line = `${what}: ${Math.floor(Math.min(1, done) * 100)} %`;
      if (line === shown) return;
      shown = line;
      showProgress(safe`${line}`);
    },
    end() {
      if (shown !== '') clearProgress(shown.length);
    },
  };
}
