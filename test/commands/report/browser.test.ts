import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, printAsPdf } from '../../../source/commands/report/browser.ts';
import { trusted } from '../../../source/text/safe-text.ts';

const directoryWith = (name: string, script: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-browser-'));
  writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, name), 0o755);
  return directory;
};

describe('a browser that prints', () => {
  it('is found on the path by its name', () => {
    const directory = directoryWith('google-chrome', 'true');
    expect(findBrowser(`/nowhere:${directory}`)).toBe(join(directory, 'google-chrome'));
    expect(findBrowser('/nowhere')).toBeUndefined();
  });

  it('is missed in one line', async () => {
    await expect(printAsPdf(trusted('<p>'), findBrowser('/nowhere') ?? '')).rejects.toMatchObject({
      code: 'machine-lacks',
    });
  });

  it('writes the PDF of the page', async () => {
    const script =
      'for word; do case "$word" in --print-to-pdf=*) printf PDF > "$(echo "$word" | cut -d= -f2)";; esac; done';
    const browser = findBrowser(directoryWith('chromium', script));
    expect(Buffer.from(await printAsPdf(trusted('<p>'), browser)).toString()).toBe('PDF');
  });

  it('that fails says so', async () => {
    const browser = findBrowser(directoryWith('chromium', 'exit 3'));
    await expect(printAsPdf(trusted('<p>'), browser)).rejects.toThrow('did not print the report');
  });
});
