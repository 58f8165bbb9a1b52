import { Box } from 'ink';
import { type ReactElement, use } from 'react';
import type { ClusterView, SessionView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { Now } from '../hooks/now.tsx';
import { clusterStateText } from '../text/describe-cluster.ts';
import { clusterGlyph } from '../text/glyphs.tsx';
import { joinFitting, spaces } from '../text/join.tsx';
import { cellsOf, plainText, Text } from '../text/text.tsx';
import { elapsed } from '../theme/numbers.ts';

export interface HeaderProps {
  readonly view: SessionView;
  readonly columns: number;
}

/** The cluster, what runs on it, and the session's duration. */
export function Header({ view, columns }: HeaderProps): ReactElement {
  const now = use(Now);
  const clock = view.replay ? replayClock(view.replay) : safe`  ${elapsed(now - view.startedAt)} `;
  const room = columns - 1 - Math.max(11, textWidth(clock));
  const [roomy, tight] = [clusterParts(view.cluster, now, room, 3), clusterParts(view.cluster, now, room, 2)];
  return (
    <Box width={columns} height={1} flexShrink={0} justifyContent="space-between">
      <Text>
        {trusted(' ')}
        {roomy.letters < tight.letters ? tight.text : roomy.text}
      </Text>
      <Box flexShrink={0}>
        <Text>{clock}</Text>
      </Box>
    </Box>
  );
}

/** `  replay ▶ 2×  00:01:12 of 00:12:41 `. */
function replayClock({ atMs, totalMs, speed, playing, ended }: NonNullable<SessionView['replay']>): SafeText {
  const state = playing ? '▶' : ended ? 'end' : 'paused';
  return safe`  replay ${state} ${speed}×  ${elapsed(atMs)} of ${elapsed(totalMs)} `;
}

/** What fits with such gaps, and how many letters of it; always the topic. */
function clusterParts(
  cluster: ClusterView,
  now: number,
  room: number,
  gap: number,
): { readonly text: ReactElement; readonly letters: number } {
  const topic = topicText(cluster);
  const parts = [
    <Text key="name" bold>
      {trusted('kafka-lab')}
    </Text>,
    <Text key="cluster">
      {safe`${cluster.kind} `}
      {clusterGlyph(cluster.state, now)}
      {safe` ${clusterStateText(cluster.state)}`}
    </Text>,
    ...workloads(cluster),
  ];
  const end = topic && [spaces(gap), topic];
  const fitting = joinFitting(parts, room - cellsOf(end), gap);
  const text = (
    <Text>
      {fitting}
      {topic && spaces(gap)}
      {topic}
    </Text>
  );
  return { text, letters: plainText(fitting).replaceAll(' ', '').length };
}

/** The servers first, then their clients, as far as they fit beside the topic. */
function workloads({ workloads: all }: ClusterView): ReactElement[] {
  const serves = (name: string): number => (/kafka|zookeeper/i.test(name) ? 0 : 1);
  return all
    .toSorted((one, other) => serves(one.name) - serves(other.name))
    .map(({ name, ready, replicas }) => (
      <Text key={name}>
        {safe`${name} `}
        <Text bold={ready < replicas}>{safe`${ready}/${replicas}`}</Text>
      </Text>
    ));
}

function topicText({ topic }: ClusterView): SafeText | undefined {
  return topic && safe`topic ${topic.name} ${topic.partitions}p×${topic.replicas}r`;
}
