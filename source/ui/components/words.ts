import type { SessionView, StepView } from '../../session/view.ts';
import { type Line, line, type Style, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';
import type { UiState } from '../state/ui-state.ts';

export const clusterWords: Readonly<Record<SessionView['cluster']['kind'], string>> = {
  embedded: 'the embedded cluster, one process on this computer',
  kind: 'a kind cluster in docker on this computer',
  context: 'the cluster of your kubeconfig context',
};

/** Above the panes: what the lab shows and where, until a step was run; and a journal that cannot be written. */
export function topLines(view: SessionView, columns: number): Line[] {
  const lines: Line[] = [];
  if (view.journalBanner) {
    lines.push(line(span(` ! ${view.journalBanner}`, { bold: true, colour: 'red' })));
  }
  if (view.steps.every((step) => step.state === 'todo')) {
    for (const row of wrapWords(view.promise, columns - 2).slice(0, 2)) {
      lines.push(line(' ', span(row, { bold: true })));
    }
    const first = view.steps[view.current]?.step;
    const enter = first ? ` Enter runs step ${first.id}.` : '';
    lines.push(line(` On ${clusterWords[view.cluster.kind]}.`, span(enter, { bold: true })));
  }
  return lines;
}

/** Above the footer: the session's notice until it is put away, or a word of the screen's own. */
export function noticeLines(view: SessionView, ui: UiState, columns: number): Line[] {
  const asked = view.steps[ui.selected];
  if (ui.mode.kind === 'confirm' && ui.mode.what === 'reset' && asked) return resetLines(asked, columns);
  if (ui.mode.kind === 'confirm' && ui.mode.what === 'claim' && view.claimQuestion)
    return claimLines(view.claimQuestion, columns);
  if (ui.message !== undefined) return wrapNotice(ui.message, columns, { bold: true });
  const { notice } = view;
  if (!notice || notice.text === ui.readNotice) return [];
  return notice.level === 'error'
    ? wrapNotice(`✘ ${notice.text}`, columns, { bold: true, colour: 'red' })
    : wrapNotice(`· ${notice.text}`, columns, {});
}

/** What undoing a step does, before it is done. */
export function resetLines({ undo, answers, step }: StepView, columns: number): Line[] {
  const made =
    undo.length === 0
      ? `Step ${step.id} made nothing that could be taken back: its result is cleared.`
      : `Undoing step ${step.id} runs ${undo.map((line) => `\`${line}\``).join(', then ')} and clears its result.`;
  const count = Object.keys(answers).length;
  const also = count === 0 ? '' : count === 1 ? ' Its answer goes too.' : ` Its ${count} answers go too.`;
  const later = undo.length > 0 && step.required ? ' Later steps that stand on it have to run again.' : '';
  return wrapNotice(`${made}${also}${later}`, columns, {});
}

/** Whose cluster it is that stands there, and what becomes of it. */
export function claimLines(
  { kind, loss }: NonNullable<SessionView['claimQuestion']>,
  columns: number,
): Line[] {
  const then =
    kind === 'replace'
      ? 'This step replaces it, and all of that is lost.'
      : 'This step may change what is on it.';
  return wrapNotice(`${loss.charAt(0).toUpperCase()}${loss.slice(1)}. ${then}`, columns, {}, mostClaimRows);
}

const mostNoticeRows = 3;
/** Nothing of what would be lost is cut off where there is room for it. */
const mostClaimRows = 6;

function wrapNotice(text: string, columns: number, style: Style, most = mostNoticeRows): Line[] {
  const rows = wrapWords(text, columns - 3);
  return rows.slice(0, most).map((row, index) => [span(index === 0 ? ' ' : '   '), span(row, style)]);
}
