import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { type FooterItem, footerItems } from '../keys/footer-items.ts';
import { completions } from '../keys/typed-commands.ts';
import { joinFitting } from '../lines/fit.ts';
import { type Line, lineWidth, span } from '../lines/line.ts';
import type { Mode, UiState } from '../state/ui-state.ts';
import { Rows } from './rows.tsx';

export interface FooterProps {
  readonly ui: UiState;
  readonly view: SessionView;
  readonly columns: number;
}

/** The keys that hold now; in a dialog, its question before them. */
export function Footer({ ui, view, columns }: FooterProps): ReactElement {
  return <Rows lines={[footerLine(ui, view, columns)]} columns={columns} rows={1} />;
}

export function footerLine(ui: UiState, view: SessionView, columns: number): Line {
  const prompt = promptOf(ui.mode, view, columns);
  const { first, last } = footerItems(ui, view);
  const end = joinFitting(last.map(itemLine), columns, 2);
  const room = columns - 1 - lineWidth(prompt) - (end.length > 0 ? lineWidth(end) + 2 : 0);
  const start = joinFitting(first.map(itemLine), room, 2);
  const gap = end.length > 0 ? [span('  ')] : [];
  return [span(' '), ...prompt, ...start, ...gap, ...end];
}

function itemLine({ keys, label }: FooterItem): Line {
  return [span(keys, { bold: true, colour: 'cyan' }), span(` ${label}`)];
}

const questions: Readonly<Record<Extract<Mode, { kind: 'confirm' }>['what'], string>> = {
  quit: ' A step is running. Quit all the same? ',
  cancel: ' Cancel the running step? ',
  again: ' Run this step again? Later steps may no longer hold. ',
  reset: ' Undo this step, and count it as not done? ',
  claim: ' Use it all the same? ',
};

function promptOf(mode: Mode, view: SessionView, columns: number): Line {
  if (mode.kind === 'command') return commandPrompt(mode, view, columns);
  if (mode.kind === 'filter') {
    return [span(`/${mode.text}`, { bold: true }), span(' ', { inverse: true }), span('  ')];
  }
  if (mode.kind !== 'confirm') return [];
  const isLost = mode.what === 'claim' && view.claimQuestion?.kind === 'replace';
  const question = isLost ? ' Replace it, and lose that? ' : questions[mode.what];
  return [span(question, { bold: true, inverse: true }), span('  ')];
}

/** The command line, and what it can become: the last words of its candidates, the chosen one marked. */
function commandPrompt(
  { text, stem }: Extract<Mode, { kind: 'command' }>,
  view: SessionView,
  columns: number,
): Line {
  const typed = [span(`:${text}`, { bold: true }), span(' ', { inverse: true }), span('  ')];
  const all =
    text === ''
      ? []
      : completions(
          stem ?? text,
          view.steps.map(({ step }) => step.id),
        );
  const words = all.map((one) => [
    span(one.slice(one.lastIndexOf(' ') + 1), one === text ? { inverse: true } : {}),
  ]);
  const shown = joinFitting(words, columns - lineWidth(typed) - roomForKeys, 1);
  return shown.length > 0 ? [...typed, ...shown, span('  ')] : typed;
}

const roomForKeys = 28;
