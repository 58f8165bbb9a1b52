import { afterEach, expect, it } from 'vitest';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { incrementalAlterConfigs } from '../../../../../source/embedded/kafka/messages/incremental-alter-configs.ts';
import { connectTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

let cluster: TestCluster;
afterEach(() => cluster.stop());

it('a tool that cleared the throttles of a broker failed although none were set', async () => {
  cluster = await TestCluster.start([0]);
  const client = await connectTo(cluster);
  const alter = async (configOperation: number, value: string | null) => {
    const configs = [{ name: 'leader.replication.throttled.rate', configOperation, value }];
    const { responses } = await client.call(incrementalAlterConfigs, {
      resources: [{ resourceType: 4, resourceName: '0', configs }],
      validateOnly: false,
    });
    return responses.map(({ errorCode }) => errorName(errorCode));
  };
  expect(await alter(1, null)).toEqual(['NONE']);
  client.close();
});
