import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cutInWords, openReplay } from '../../../source/commands/replay/open-replay.ts';
import { untilStepEnded } from '../../ui/golden/recorded-session.ts';

it('cut a long session without a word', async () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-replay-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, 'sessions', 'one'), { recursive: true });
  const events = untilStepEnded('1.4');
  const lines = events.map((event) => `${JSON.stringify(event)}\n`);
  writeFileSync(join(home, 'sessions', 'one', 'journal.jsonl'), lines.join(''));
  const whole = await openReplay(home, 'one');
  expect(whole.left).toBe(0);
  const { store, left } = await openReplay(home, 'one', 10);
  expect(left).toBe(events.length - 10);
  expect(cutInWords(left)).toContain(`${left} more entries`);
  expect(store.search((text) => text.includes('the replay ends here'), 1)).toBeDefined();
  for (const each of [store, whole.store]) await each.actions.close();
});
