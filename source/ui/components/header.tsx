import type { ReactElement } from 'react';
import type { ClusterView, SessionView } from '../../session/view.ts';
import { joinFitting, spread } from '../lines/fit.ts';
import { type Line, line, span } from '../lines/line.ts';
import { clusterGlyph } from '../theme/glyphs.ts';
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
  const clock = line(`  ${elapsed(now - view.startedAt)} `);
  const segments = [
    line(span('kafka-lab', { bold: true })),
    clusterLine(view.cluster, now),
    ...parts(view.cluster),
  ];
  const room = columns - 1 - 11;
  const roomy = joinFitting(segments, room, 3);
  const tight = joinFitting(segments, room, 2);
  const left = roomy.length < tight.length ? tight : roomy;
  return spread([span(' '), ...left], clock, columns);
}

function clusterLine(cluster: ClusterView, now: number): Line {
  return line(`${cluster.kind} `, clusterGlyph(cluster.state, now), ` ${cluster.state}`);
}

function parts({ workloads, topic }: ClusterView): Line[] {
  const ready = workloads.map(({ name, ready, replicas }) =>
    line(`${name} `, span(`${ready}/${replicas}`, ready < replicas ? { bold: true } : {})),
  );
  if (!topic) return ready;
  return [...ready, line(`topic ${topic.name} ${topic.partitions}p×${topic.replicas}r`)];
}
