import { expect, it } from 'vitest';
import { openPty } from './pty-screen.ts';

it('never reads half a frame: the mark of one row before the name of another', async () => {
  const program = `
    process.stdout.write('\\x1b[H✔ 4.4\\x1b[K');
    process.stdin.once('data', () => {
      process.stdout.write('\\x1b[?2026h\\x1b[H✔ 4.3');
      process.stdin.once('data', () => process.stdout.write('\\x1b[H○ 4.3\\x1b[?2026l'));
    });
  `;
  const terminal = openPty(process.execPath, ['-e', program], { columns: 40, rows: 5 });
  try {
    await terminal.sees('✔ 4.4');
    terminal.type('\r');
    await expect(terminal.sees('✔ 4.3', 300)).rejects.toThrow('is not on the screen');
    expect(terminal.text()).toContain('✔ 4.3');
    terminal.type('\r');
    await terminal.sees('○ 4.3');
  } finally {
    terminal.close();
  }
});
