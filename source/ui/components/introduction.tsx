import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { clusterDescriptions } from '../text/describe-cluster.ts';
import { Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';

export interface IntroductionProps {
  readonly view: SessionView;
  readonly columns: number;
}

export function Introduction({ view, columns }: IntroductionProps): ReactElement {
  return <Rows rows={introductionRows(view, columns)} />;
}

/** Above the panes: what the lab shows and where, until the first step runs; and a journal that cannot be written. A row each. */
export function introductionRows(view: SessionView, columns: number): ReactElement[] {
  const rows: ReactElement[] = [];
  if (view.journalBanner) {
    rows.push(
      <Row key="journal" bold colour="red">
        {safe` ! ${view.journalBanner}`}
      </Row>,
    );
  }
  if (view.steps.some((step) => step.state !== 'todo')) return rows;
  for (const row of wrapWords(view.promise, columns - 2).slice(0, 2)) {
    rows.push(
      <Row key={row} bold>
        {trusted(' ')}
        {row}
      </Row>,
    );
  }
  const first = view.steps[view.current]?.step;
  rows.push(
    <Row key="first">
      {safe` On ${clusterDescriptions[view.cluster.kind]}.`}
      <Text bold>{first && safe` Enter runs step ${first.id}.`}</Text>
    </Row>,
  );
  return rows;
}
