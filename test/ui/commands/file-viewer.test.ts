import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../../../source/errors/lab-error.ts';
import type { LabFiles, ListedFile } from '../../../source/ui/state/lab-files.ts';
import { createHandOver } from '../../../source/ui/terminal/hand-over.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';
import { until } from '../until.ts';

let driver: Driver | undefined;
afterEach(() => driver?.close());

const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);

function openApp(code = 0) {
  const texts: Record<string, readonly string[]> = {
    'clients.yml': numbered('client', 100),
    'kafka.yml': ['kind: Service', 'kind: StatefulSet'],
    'clients/producer.ts': ['export {};'],
  };
  const listed: ListedFile[] = [
    { name: 'clients.yml', path: '/lab/clients.yml' },
    { name: 'kafka.yml', path: '/lab/kafka.yml', changed: 'It lasts for now.' },
    { name: 'clients/producer.ts', path: '/app/clients/producer.ts', fixed: 'It is part of kafka-lab.' },
  ];
  const files: LabFiles = {
    list: () => listed,
    read(name) {
      const file = listed.find((one) => one.name === name);
      if (file === undefined) throw new LabError('path', `there is no file \`${name}\``);
      return { ...file, lines: texts[name]! };
    },
  };
  const edited: string[] = [];
  const edit = async (path: string) => {
    edited.push(path);
    texts['kafka.yml'] = ['kind: Edited'];
    return { ended: Promise.resolve(code), end() {} };
  };
  const handOver = createHandOver({ hold() {}, release() {} });
  const programs = { shell: () => Promise.reject(new Error('not asked for')), edit };
  driver = drive(createFakeSession(), undefined, undefined, { handOver, programs, files });
  return { app: driver, edited };
}

describe('the file viewer', () => {
  it('opens a file with its path and line numbers, scrolls it, and closes', async () => {
    const { app } = openApp();
    await app.press('o');
    await app.sees('/lab/clients.yml  lines 1 to 21 of 100');
    await app.sees('  1 client 1');
    await app.press('j');
    await app.sees('lines 2 to 22 of 100');
    await app.press(' ');
    await app.sees('lines 22 to 42 of 100');
    await app.press('G');
    await app.sees('lines 80 to 100 of 100');
    await app.press('g');
    await app.sees('lines 1 to 21 of 100');
    await app.press('q');
    await app.sees('Steps ');
    expect(app.left).toEqual([]);
  });

  it('switches between files with tab, and opens a file by name', async () => {
    const { app } = openApp();
    await app.press('o\t');
    await app.sees('/lab/kafka.yml  lines 1 to 2 of 2');
    await app.press('\t\t');
    await app.sees('/lab/clients.yml');
    await app.press('q:open kaf\t');
    await app.sees(':open kafka.yml');
    await app.press('\r');
    await app.sees('/lab/kafka.yml');
    await app.press('q:open other\r');
    await app.sees('there is no file `other`');
  });

  it('searches, and reports when there is no match', async () => {
    const { app } = openApp();
    await app.press('o/client 5.\r');
    await app.sees('lines 50 to 70 of 100');
    await app.press('n');
    await app.sees('lines 51 to 71');
    await app.press('NN');
    await app.sees('lines 59 to 79');
    await app.press('/client 59\r');
    await app.press('n');
    await app.sees('This is the only match.');
    await app.press('/nowhere\r');
    await app.sees('`nowhere` is not in this file.');
    await app.press('/(\r');
    await app.sees('`(`:');
  });

  it('opens a file in the editor, and shows the changes afterwards', async () => {
    const { app, edited } = openApp();
    await app.press('o\te');
    await app.sees('kind: Edited');
    await app.sees('It lasts for now.');
    expect(edited).toEqual(['/lab/kafka.yml']);
    await app.press('\te');
    await app.sees('It is part of kafka-lab.');
    await app.press('q:edit clients.yml\r');
    await until(
      () => edited.length === 2,
      () => edited.join(),
    );
    expect(edited).toEqual(['/lab/kafka.yml', '/lab/clients.yml']);
  });

  it.each([
    [127, 'The editor could not be started'],
    [7, 'The editor ended with exit code 7; the file may be unchanged.'],
    [137, 'The editor ended with exit code 137'],
  ])('said nothing of an editor that failed with %i', async (code, text) => {
    const { app } = openApp(code);
    await app.press('o\te');
    await app.sees(text);
  });
});

it('said in a file that `?` does nothing, and listed the keys of a file nowhere', async () => {
  const { app } = openApp();
  await app.press('o');
  await app.press('j');
  await app.press('?');
  await app.sees('The file');
  await app.sees('next file');
  await app.sees('search for a regular exp.');
  await app.press('q');
  await app.sees('/lab/clients.yml  lines 2 to 22 of 100');
});
