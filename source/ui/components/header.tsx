import type { ReactElement } from 'react';
import type { ClusterView, SessionView } from '../../session/view.ts';
import { joinFitting, spread } from '../lines/fit.ts';
import { type Line, line, lineWidth, span } from '../lines/line.ts';
import { clusterGlyph, clusterWord } from '../theme/glyphs.ts';
import { elapsed } from '../theme/numbers.ts';
import { Rows } from './rows.tsx';

export interface HeaderProps {
  readonly view: SessionView;
  readonly columns: number;
  readonly now: number;
}

/** The cluster and what runs on it, and how long the session lasts. */
export function Header({ view, columns, now }: HeaderProps): ReactElement {
  return <Rows lines={[headerLine(view, columns, now)]} columns={columns} rows={1} />;
}

export function headerLine(view: SessionView, columns: number, now: number): Line {
  const clock = line(`  ${view.replay ? replayClock(view.replay) : elapsed(now - view.startedAt)} `);
  const topic = topicLine(view.cluster);
  const segments = [
    line(span('kafka-lab', { bold: true })),
    clusterLine(view.cluster, now),
    ...workloadLines(view.cluster),
  ];
  const room = columns - 1 - Math.max(11, lineWidth(clock));
  const fitted = (gap: number): Line => {
    const end = topic.length > 0 ? [span(' '.repeat(gap)), ...topic] : [];
    return [...joinFitting(segments, room - lineWidth(end), gap), ...end];
  };
  const [roomy, tight] = [fitted(3), fitted(2)];
  const left = roomy.length < tight.length ? tight : roomy;
  return spread([span(' '), ...left], clock, columns);
}

/** `▶ 2× 00:01:12 of 00:12:41`. */
function replayClock({ atMs, totalMs, speed, playing, ended }: NonNullable<SessionView['replay']>): string {
  const state = playing ? '▶' : ended ? 'end' : 'paused';
  return `replay ${state} ${speed}×  ${elapsed(atMs)} of ${elapsed(totalMs)}`;
}

function clusterLine(cluster: ClusterView, now: number): Line {
  return line(`${cluster.kind} `, clusterGlyph(cluster.state, now), ` ${clusterWord(cluster.state)}`);
}

/** The servers first, then their clients, as far as there is room beside the topic. */
function workloadLines({ workloads }: ClusterView): Line[] {
  const serves = (name: string): number => (/kafka|zookeeper/i.test(name) ? 0 : 1);
  return workloads
    .toSorted((one, other) => serves(one.name) - serves(other.name))
    .map(({ name, ready, replicas }) =>
      line(`${name} `, span(`${ready}/${replicas}`, ready < replicas ? { bold: true } : {})),
    );
}

function topicLine({ topic }: ClusterView): Line {
  return topic ? line(`topic ${topic.name} ${topic.partitions}p×${topic.replicas}r`) : [];
}
