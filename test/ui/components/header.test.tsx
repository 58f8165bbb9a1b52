import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { expect, it } from 'vitest';
import { textWidth } from '../../../source/text/width.ts';
import { Header } from '../../../source/ui/components/header.tsx';
import { Now } from '../../../source/ui/hooks/now.tsx';
import { fakeView } from '../fake-session.ts';

it('keeps topic and clock visible, however long the status of the cluster is', () => {
  const workloads = Array.from({ length: 9 }, (_, at) => ({
    name: `deployment-${at}`,
    ready: 0,
    replicas: 1,
  }));
  const topic = { name: 'test', partitions: 4, replicas: 3 };
  const view = fakeView({ cluster: { kind: 'embedded', state: 'ready', workloads, topic }, startedAt: 0 });
  const app = render(
    <Now value={761_000}>
      <Header view={view} columns={80} />
    </Now>,
  );
  const row = stripVTControlCharacters(app.lastFrame() ?? '');
  expect(row).toMatch(
    /^ kafka-lab {2,3}embedded ● ready {2,3}deployment-0 0\/1 .*topic test 4p×3r.* 00:12:41$/,
  );
  expect(textWidth(row)).toBeLessThanOrEqual(80);
  app.unmount();
  app.cleanup();
});
