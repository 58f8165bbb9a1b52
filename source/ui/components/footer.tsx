import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { completions, lineSources } from '../commands/completions.ts';
import type { Mode, UiState } from '../state/ui-state.ts';
import { joinFitting, spaces } from '../text/join.tsx';
import { cellsOf, Text } from '../text/text.tsx';
import type { TypedText } from '../typing/typed-text.ts';
import { type FooterItem, footerItems } from './footer-items.ts';
import { textWithCursor } from './text-with-cursor.tsx';

export interface FooterProps {
  readonly ui: UiState;
  readonly view: SessionView;
  readonly columns: number;
}

/** The keys that work now; in a dialog, after its question. */
export function Footer({ ui, view, columns }: FooterProps): ReactElement {
  return (
    <Box width={columns} height={1} flexShrink={0}>
      {footerText(ui, view, columns)}
    </Box>
  );
}

export function footerText(ui: UiState, view: SessionView, columns: number): ReactElement {
  const prompt = promptOf(ui, view, columns);
  const { first, last } = footerItems(ui, view);
  const end = joinFitting(last.map(keyAndLabel), columns, 2);
  const gap = spaces(cellsOf(end) > 0 ? 2 : 0);
  const room = columns - 1 - cellsOf([prompt, gap, end]);
  return (
    <Text>
      {trusted(' ')}
      {prompt}
      {joinFitting(first.map(keyAndLabel), room, 2)}
      {gap}
      {end}
    </Text>
  );
}

function keyAndLabel({ keys, label }: FooterItem): ReactElement {
  return (
    <Text key={label}>
      <Text bold colour="cyan">
        {safe`${keys}`}
      </Text>
      {safe` ${label}`}
    </Text>
  );
}

const questions: Readonly<Record<Exclude<Extract<Mode, { kind: 'confirm' }>['what'], 'ask'>, string>> = {
  quit: ' A step is running. Quit anyway? ',
  cancel: ' Cancel the running step? ',
  again: ' Run this step again? Later steps may no longer hold. ',
  reset: ' Undo this step? It counts as not done. ',
  claim: ' Use it anyway? ',
  solution: ' Show the solution? The transcript will say so. ',
};

function promptOf(ui: UiState, view: SessionView, columns: number): ReactElement | undefined {
  const { mode } = ui;
  if (mode.kind === 'command') return commandPrompt(mode, ui, view, columns);
  if (mode.kind === 'search' || mode.kind === 'filter') return prompted('/', mode);
  if (mode.kind === 'prompt') return prompted(`${mode.prompt} `, mode);
  if (mode.kind === 'opening') return <Text>{safe`:${mode.line} …  `}</Text>;
  if (mode.kind !== 'confirm') return undefined;
  const isLost = mode.what === 'claim' && view.claimQuestion?.kind === 'replace';
  const question = isLost
    ? ' Replace it and lose that? '
    : mode.what === 'ask'
      ? ` ${mode.question} `
      : questions[mode.what];
  return (
    <Text>
      <Text bold inverse>
        {safe`${question}`}
      </Text>
      {spaces(2)}
    </Text>
  );
}

/** The typed text after what it follows, and the cursor. */
function prompted(prompt: string, { text, cursor }: TypedText): ReactElement {
  return (
    <Text>
      {textWithCursor({ text: prompt + text, cursor: prompt.length + cursor }, { bold: true })}
      {spaces(2)}
    </Text>
  );
}

/** The command line and its completions: the last words of the candidates, the chosen one marked. */
function commandPrompt(
  mode: Extract<Mode, { kind: 'command' }>,
  ui: UiState,
  view: SessionView,
  columns: number,
): ReactElement {
  const { text, stem } = mode;
  const typed = prompted(':', mode);
  const steps = view.steps.map(({ step }) => step.id);
  const all = text === '' ? [] : completions(stem ?? text, lineSources(ui, steps));
  const words = all.map((one) => (
    <Text key={one} inverse={one === text}>
      {safe`${one.slice(one.lastIndexOf(' ') + 1)}`}
    </Text>
  ));
  const shown = joinFitting(words, columns - cellsOf(typed) - roomForKeys, 1);
  return (
    <Text>
      {typed}
      {shown}
      {spaces(cellsOf(shown) > 0 ? 2 : 0)}
    </Text>
  );
}

const roomForKeys = 28;
