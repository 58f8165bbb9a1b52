import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { type Thrown, thrownText } from '../command-line/java-main.ts';

/** Runs a function with an admin client of these brokers. `call` names its first request. */
export function withAdmin<Result>(
  context: ProgramContext,
  bootstrap: string,
  call: string,
  run: (cluster: ClusterClient) => Promise<Result>,
): Promise<Result> {
  const access = { bootstrap, clientId: 'adminclient-1', component: 'AdminClient', call };
  return withCluster(context, access, run);
}

/** The end of a tool that does not catch what it throws. */
export async function failUncaught(context: ProgramContext, thrown: Thrown): Promise<number> {
  await writeText(context.stderr, `Exception in thread "main" ${thrownText(thrown)}\n`);
  return 1;
}
