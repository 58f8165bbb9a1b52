import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNameFor } from '../../source/text/file-name-for.ts';

it('is the text itself where that will do, and readable where it will not', () => {
  expect(fileNameFor('kafka-lab-clients')).toBe('kafka-lab-clients');
  expect(fileNameFor('kafka-lab/clients:v1.2')).toBe('kafka-lab%2Fclients%3Av1.2');
});

it('never leaves the directory that it is put in', () => {
  expect(fileNameFor('..')).toBe('%2E%2E');
  expect(fileNameFor('.')).toBe('%2E');
  expect(fileNameFor('../../x')).toBe('%2E%2E%2F..%2Fx');
  expect(fileNameFor('')).toBe('%');
  expect(fileNameFor('nul')).toBe('%6Eul');
  expect(fileNameFor('\ud800')).toBe('%EF%BF%BD');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(fileNameFor(text)).toMatch(/^(?!\.)[\w.!~'()%-]{1,200}(?<!\.)$/);
    }),
  );
});

it('tells long texts apart', () => {
  const long = `${'a'.repeat(300)}/`;
  expect(fileNameFor(`${long}1`)).not.toBe(fileNameFor(`${long}2`));
  expect(fileNameFor(`${long}1`)).toHaveLength(200);
});
