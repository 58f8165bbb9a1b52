import { isExpectedFailure } from '../../errors/expected-failure.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { GroupView } from './browser.ts';

const longestName = 300;

/** The group with the pods that its members run in: those that have the addresses from which the members connect. */
export async function podsOfMembers(
  view: GroupView,
  listPods: () => Promise<readonly Stored<'pods'>[]>,
): Promise<GroupView> {
  if (view.rows.every(({ host }) => host === undefined)) return view;
  const names = new Map<string, string>();
  try {
    for (const { metadata, status } of await listPods())
      if (status?.podIP) names.set(status.podIP, metadata.name);
  } catch (error) {
    // Credentials that may not list pods see the members without them.
    if (!isExpectedFailure(error)) throw error;
  }
  const rows = view.rows.map((row) => {
    const pod = row.host === undefined ? undefined : names.get(row.host.replace(/^\//, ''));
    return pod === undefined ? row : { ...row, pod: sanitizeLine(pod, longestName) };
  });
  return { ...view, rows };
}
