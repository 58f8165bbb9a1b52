import { expect, it } from 'vitest';
import type { GroupView } from '../../../source/cluster/kafka/browser.ts';
import { podsOfMembers } from '../../../source/cluster/kafka/pods-of-members.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import type { Stored } from '../../../source/kubernetes-types/kinds.ts';
import { trusted } from '../../../source/text/safe-text.ts';

const group: GroupView = {
  group: {
    id: trusted('g'),
    state: trusted('Stable'),
    protocol: trusted('range'),
    members: 2,
    coordinator: 0,
    lag: 0,
  },
  rows: [
    { topic: trusted('test'), partition: 0, host: trusted('10.244.1.7') },
    { topic: trusted('test'), partition: 1, host: trusted('/10.244.2.3') },
    { topic: trusted('test'), partition: 2, host: trusted('192.168.1.9') },
    { topic: trusted('test'), partition: 3 },
  ],
};
const pod = (name: string, podIP: string | undefined): Stored<'pods'> =>
  ({ metadata: { name }, status: podIP === undefined ? {} : { podIP } }) as Stored<'pods'>;

it('names the pod that each member runs in, by its address as brokers and tools write it', async () => {
  const pods = [pod('consumer-a', '10.244.1.7'), pod('consumer-b', '10.244.2.3'), pod('pending', undefined)];
  const { rows } = await podsOfMembers(group, () => Promise.resolve(pods));
  expect(rows.map((row) => row.pod)).toEqual(['consumer-a', 'consumer-b', undefined, undefined]);
});

it('shows the group without pods where these may not be listed', async () => {
  const refused = (): Promise<never> => Promise.reject(new LabError('cluster', 'pods is forbidden'));
  expect((await podsOfMembers(group, refused)).rows).toEqual(group.rows);
});
