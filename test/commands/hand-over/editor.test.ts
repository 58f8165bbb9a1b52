import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { editorWords, startEditor } from '../../../source/commands/hand-over/editor.ts';
import { LabError } from '../../../source/errors/lab-error.ts';

describe('the editor', () => {
  it.each([
    [{ VISUAL: 'nano', EDITOR: 'vi' }, 'nano "$@"'],
    [{ VISUAL: ' ', EDITOR: 'code --wait' }, 'code --wait "$@"'],
  ])('of %j is the command %s', (environment, command) => {
    expect(editorWords('/lab/kafka.yml', environment, 'linux')).toContain(command);
  });

  it.skipIf(process.platform === 'win32')('gets a path with spaces and quotes as one word', () => {
    const [shell = '', ...words] = editorWords(
      `/it's a "lab"/kafka.yml`,
      { EDITOR: "printf '%s|'" },
      'linux',
    );
    expect(execFileSync(shell, words, { encoding: 'utf8' })).toBe(`/it's a "lab"/kafka.yml|`);
  });

  it('is requested if it is not set, with the path of the file', async () => {
    const refused = startEditor('/lab/kafka.yml', {});
    await expect(refused).rejects.toBeInstanceOf(LabError);
    await expect(refused).rejects.toThrow('no editor is set for `/lab/kafka.yml`');
  });

  it('is run by ComSpec on Windows', () => {
    expect(editorWords('C:\\lab\\kafka.yml', { EDITOR: 'notepad' }, 'win32')).toEqual([
      'cmd.exe',
      '/d',
      '/c',
      'notepad "C:\\lab\\kafka.yml"',
    ]);
  });
});
