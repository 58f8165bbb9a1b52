import { afterEach, expect, it } from 'vitest';
import { ClusterClaims } from '../../../source/cluster/claims.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

/** A session that finds a cluster that someone else left behind. */
function startBesideForeignCluster(): Started {
  let claims: ClusterClaims | undefined;
  started = startSession(
    {
      // Read once there is a world.
      get claims() {
        return claims!;
      },
      get cluster() {
        return claims!.cluster;
      },
    },
    (world) => {
      world.cluster.attachable = true;
      world.cluster.stands = { id: 'left', inUse: false, detached: true };
      claims = new ClusterClaims({
        cluster: world.cluster,
        force: false,
        describe: async () => 'a cluster with \u001b[31mtwo\u001b[0m topics',
        inUseHint: 'leave that one first',
        hint: '',
      });
    },
  );
  return started;
}

const stateOf = ({ session }: Started, index: number) => session.snapshot().steps[index]?.state;

it('asks before step 1.1 replaces a cluster of someone else, and leaves it alone after a no', async () => {
  const at = startBesideForeignCluster();
  const { session, world } = at;
  session.actions.run(0);
  await until(session, () => session.snapshot().claimQuestion !== undefined);
  expect(session.snapshot().claimQuestion).toEqual({ kind: 'replace', loss: 'a cluster with two topics' });
  session.actions.decline();
  expect(session.snapshot().claimQuestion).toBeUndefined();
  expect(world.cluster.resets).toBe(0);
  expect(stateOf(at, 0)).toBe('todo');

  session.actions.agree();
  expect(world.cluster.resets).toBe(0);
});

it('continues after a yes, and owns the cluster that it then creates', async () => {
  const at = startBesideForeignCluster();
  const { session, world } = at;
  session.actions.runTo(1);
  await until(session, () => session.snapshot().claimQuestion !== undefined);
  session.actions.agree();
  await until(session, () => stateOf(at, 1) === 'passed');
  expect(world.cluster.resets).toBe(1);
});

it('asks once before any other step uses a cluster of someone else', async () => {
  const at = startBesideForeignCluster();
  const { session, world } = at;
  await until(session, () => session.snapshot().cluster.state === 'ready');
  session.actions.run(1);
  await until(session, () => session.snapshot().claimQuestion !== undefined);
  expect(session.snapshot().claimQuestion?.kind).toBe('use');
  expect(world.lines).toEqual([]);
  session.actions.agree();
  await until(session, () => stateOf(at, 1) === 'passed');
  const before = world.lines.length;
  session.actions.run(1);
  await until(session, () => world.lines.length > before);
  expect(session.snapshot().claimQuestion).toBeUndefined();
});
