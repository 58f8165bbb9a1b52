import type { ReactElement } from 'react';
import { undoPlan } from '../../session/undo-plan.ts';
import type { SessionView } from '../../session/view.ts';
import { trusted } from '../../text/safe-text.ts';
import { messageText } from '../state/message.ts';
import type { UiState } from '../state/ui-state.ts';
import { spaces } from '../text/join.tsx';
import { Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import type { Style } from '../theme/colours.ts';

export interface NoticesProps {
  readonly view: SessionView;
  readonly ui: UiState;
  readonly columns: number;
}

export function Notices({ view, ui, columns }: NoticesProps): ReactElement {
  return <Rows rows={noticeRows(view, ui, columns)} />;
}

/** Above the footer: the session's notice until it is dismissed, or a message of the screen's own. A row each. */
export function noticeRows(view: SessionView, ui: UiState, columns: number): ReactElement[] {
  if (ui.mode.kind === 'confirm' && ui.mode.what === 'reset') return resetRows(view, ui.selected, columns);
  if (ui.mode.kind === 'confirm' && ui.mode.what === 'claim' && view.claimQuestion)
    return claimRows(view.claimQuestion, columns);
  if (ui.mode.kind === 'confirm' && ui.mode.what === 'ask')
    return wrapNotice(`$ ${ui.mode.command}`, columns, { bold: true });
  if (ui.message !== undefined) return wrapNotice(messageText(ui.message), columns, { bold: true });
  const { notice } = view;
  if (!notice || notice === ui.readNotice) return [];
  return notice.level === 'error'
    ? wrapNotice(`✘ ${notice.text}`, columns, { bold: true, colour: 'red' })
    : wrapNotice(`· ${notice.text}`, columns, {});
}

/** What undoing a step will do. */
export function resetRows(view: SessionView, index: number, columns: number): ReactElement[] {
  const asked = view.steps[index];
  if (asked === undefined) return [];
  const { answers, step } = asked;
  const { standing, lines } = undoPlan(view, index);
  const ids = standing.map((each) => each.step.id);
  const first = ids.length === 0 ? '' : ` first undoes what stands on it: ${ids.join(', ')}. It`;
  const made =
    lines.length === 0
      ? `Step ${step.id} changed nothing that can be undone: its result is cleared.`
      : `Undoing step ${step.id}${first} runs ${lines.map((line) => `\`${line}\``).join(', then ')} and clears its result.`;
  const count = Object.keys(answers).length;
  const also =
    count === 0 ? '' : count === 1 ? ' Its answer is deleted too.' : ` Its ${count} answers are deleted too.`;
  const { task } = step;
  const file =
    task?.starts === undefined
      ? ''
      : ` ${task.file} gets its first content again; yours stays as ${task.file}~.`;
  const later = lines.length > 0 && step.required ? ' Later steps that depend on it must run again.' : '';
  return wrapNotice(`${made}${file}${also}${later}`, columns, {}, mostResetRows);
}

/** Whose cluster exists there, and what will happen to it. */
export function claimRows(
  { kind, loss }: NonNullable<SessionView['claimQuestion']>,
  columns: number,
): ReactElement[] {
  const then =
    kind === 'replace'
      ? 'This step replaces it, and all of that is lost.'
      : 'This step may change what is on it.';
  return wrapNotice(`${loss.charAt(0).toUpperCase()}${loss.slice(1)}. ${then}`, columns, {}, mostClaimRows);
}

const mostNoticeRows = 3;
/** All commands, where they fit. */
const mostResetRows = 8;
/** Shows as much of what would be lost as fits. */
const mostClaimRows = 6;

function wrapNotice(text: string, columns: number, style: Style, most = mostNoticeRows): ReactElement[] {
  const rows = wrapWords(text, columns - 3);
  return rows.slice(0, most).map((row, index) => (
    <Row key={row}>
      {index === 0 ? trusted(' ') : spaces(3)}
      <Text {...style}>{row}</Text>
    </Row>
  ));
}
