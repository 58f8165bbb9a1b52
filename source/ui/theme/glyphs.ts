import type { CheckView, ClusterView, StepState } from '../../session/view.ts';
import { type Span, span } from '../lines/line.ts';

const spinner = ['◐', '◓', '◑', '◒'];

/** The spinner's picture at a time in milliseconds; it turns four times a second. */
export function spinnerAt(now: number): string {
  return spinner[Math.floor(now / 250) % spinner.length]!;
}

export function stepGlyph(state: StepState, now: number): Span {
  switch (state) {
    case 'todo':
      return span('○');
    case 'running':
      return span(spinnerAt(now), { colour: 'cyan', bold: true });
    case 'passed':
      return span('✔', { colour: 'green' });
    case 'failed':
      return span('✘', { colour: 'red', bold: true });
    case 'cancelled':
      return span('–');
    case 'regressed':
      return span('!', { colour: 'red', bold: true });
  }
}

export function checkGlyph(state: CheckView['state'], now: number): Span {
  switch (state) {
    case 'todo':
      return span('○');
    case 'waiting':
      return span(spinnerAt(now), { colour: 'cyan', bold: true });
    case 'passed':
      return span('✔', { colour: 'green' });
    case 'failed':
      return span('✘', { colour: 'red', bold: true });
  }
}

/** The state in words, as it follows the kind of cluster. */
export function clusterWord(state: ClusterView['state']): string {
  return state === 'silent' ? 'does not answer' : state;
}

export function clusterGlyph(state: ClusterView['state'], now: number): Span {
  switch (state) {
    case 'down':
      return span('○');
    case 'starting':
      return span(spinnerAt(now), { colour: 'cyan', bold: true });
    case 'ready':
      return span('●', { colour: 'green' });
    case 'silent':
      return span('!', { colour: 'yellow', bold: true });
    case 'gone':
      return span('✘', { colour: 'red', bold: true });
  }
}
