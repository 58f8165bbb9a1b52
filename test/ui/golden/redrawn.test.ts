/** A changed screen must be equal to a fresh drawing of it: nothing of the previous content is left, and nothing is misplaced. */
import { afterEach, expect, it } from 'vitest';
import { drawScreen } from '../../../scripts/draw-screen.js';
import type { Size } from '../../../source/ui/layout/layout.ts';
import type { UiState } from '../../../source/ui/state/ui-state.ts';
import { createFakeSession } from '../fake-session.ts';
import { until } from '../until.ts';
import { type Painted, paintScreen } from './paint-screen.tsx';

const small = { columns: 80, rows: 24 };
const large = { columns: 120, rows: 40 };
const opened: Painted[] = [];
afterEach(() => {
  for (const painted of opened.splice(0)) painted.close();
});

function session() {
  const one = createFakeSession();
  for (let line = 0; line < 50; line += 1) one.logs.producer.add(`line ${line}, partition ${line % 4}`);
  return one;
}

async function paint(size: Size, look: Partial<UiState>): Promise<Painted> {
  const painted = await paintScreen(session(), size, look);
  opened.push(painted);
  return painted;
}

const picture = ({ terminal }: Painted): string => drawScreen(terminal, '').replaceAll(/\d\d:\d\d:\d\d/g, '');

const changes: Readonly<Record<string, Partial<UiState>>> = {
  'another pane has the keys': { focus: 'step' },
  'a log has the keys': { focus: 'producer' },
  'another theme': { theme: 'high-contrast' },
  'a pane in full size': { focus: 'step', fullScreen: true, fullFrom: 'step' },
  'the help': { mode: { kind: 'help' } },
  'a question': { mode: { kind: 'confirm', what: 'reset' } },
  'another step': { selected: 3 },
  'a message': { message: 'a word of the screen’s own' },
};

it.each(
  Object.entries(changes).flatMap(([what, look]) =>
    [small, large].map((size) => [what, size, look] as const),
  ),
)('after %s at %j, and after it is undone', async (_, size, look) => {
  const before = await paint(size, {});
  const [plain, changed] = [picture(before), picture(await paint(size, look))];
  expect(changed).not.toBe(plain);
  const old = before.ui.get();
  before.ui.set(look);
  await until(
    () => picture(before) === changed,
    () => picture(before),
  );
  before.ui.set(old);
  await until(
    () => picture(before) === plain,
    () => picture(before),
  );
});

it.each([
  [large, small],
  [small, large],
  [large, { columns: 100, rows: 28 }],
  [small, { columns: 60, rows: 20 }],
])('after %j has become %j', async (from, to) => {
  const resized = await paint(from, {});
  const fresh = picture(await paint(to, {}));
  resized.resize(to);
  await until(
    () => picture(resized) === fresh,
    () => picture(resized),
  );
});
