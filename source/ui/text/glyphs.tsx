import type { ReactElement } from 'react';
import type { CheckView, ClusterView, StepState } from '../../session/view.ts';
import { type SafeText, trusted } from '../../text/safe-text.ts';
import { Text } from './text.tsx';

const spinner = [trusted('◐'), trusted('◓'), trusted('◑'), trusted('◒')];

/** The spinner's picture at a time in milliseconds; it turns four times a second. */
export function spinnerAt(now: number): SafeText {
  return spinner[Math.floor(now / 250) % spinner.length]!;
}

function turning(now: number): ReactElement {
  return (
    <Text colour="cyan" bold>
      {spinnerAt(now)}
    </Text>
  );
}

const open = <Text>{trusted('○')}</Text>;
const passed = <Text colour="green">{trusted('✔')}</Text>;
const failed = (
  <Text colour="red" bold>
    {trusted('✘')}
  </Text>
);
const unjudged = (
  <Text colour="yellow" bold>
    {trusted('?')}
  </Text>
);
const regressed = (
  <Text colour="red" bold>
    {trusted('!')}
  </Text>
);

export function stepGlyph(state: StepState, now: number): ReactElement {
  switch (state) {
    case 'todo':
      return open;
    case 'running':
      return turning(now);
    case 'passed':
      return passed;
    case 'failed':
      return failed;
    case 'cancelled':
      return <Text>{trusted('–')}</Text>;
    case 'regressed':
      return regressed;
    case 'unjudged':
      return unjudged;
  }
}

export function checkGlyph(state: CheckView['state'], now: number): ReactElement {
  switch (state) {
    case 'todo':
      return open;
    case 'waiting':
      return turning(now);
    case 'passed':
      return passed;
    case 'failed':
      return failed;
    case 'unjudged':
      return unjudged;
  }
}

export function clusterGlyph(state: ClusterView['state'], now: number): ReactElement {
  switch (state) {
    case 'down':
      return open;
    case 'starting':
      return turning(now);
    case 'ready':
      return <Text colour="green">{trusted('●')}</Text>;
    case 'silent':
      return (
        <Text colour="yellow" bold>
          {trusted('!')}
        </Text>
      );
    case 'gone':
      return failed;
  }
}
