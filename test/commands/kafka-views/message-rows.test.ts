import { expect, it } from 'vitest';
import { MessageRows } from '../../../source/commands/kafka-views/message-rows.ts';
import { message, noon } from './fake-browser.ts';

it('makes the row of a message once, however often the page is read', () => {
  const rows = new MessageRows();
  const [one, other] = [message(1), message(2)];
  const row = rows.of(one, 'text', noon);
  expect(rows.of(one, 'text', noon + 500)).toBe(row);
  expect(rows.of(other, 'text', noon)).not.toBe(row);
});

it('makes it anew in another form, and on another day, when its time needs a date', () => {
  const rows = new MessageRows();
  const one = message(1);
  const row = rows.of(one, 'text', noon);
  const inHex = rows.of(one, 'hex', noon);
  expect(inHex.cells[3]).toMatch(/^0x/);
  const tomorrow = rows.of(one, 'text', noon + 24 * 3_600_000);
  expect(row.cells[1]).not.toMatch(/^2026-/);
  expect(tomorrow.cells[1]).toMatch(/^2026-/);
});
