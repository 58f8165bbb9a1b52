import { describePod, firstOf, partsOf, type Rule } from './rule.ts';

const pullFailure = /^(?:Init:)?(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/;

/** A node cannot pull the image of a container. */
export const imagePull: Rule = (seen, facts) =>
  firstOf(partsOf(seen, facts), ({ isClient, pods, file, kind, name }) => {
    const pod = pods.find((each) => pullFailure.test(each.status));
    if (pod === undefined) return undefined;
    const image = pod.containers.find(({ state }) => state === 'waiting')?.image ?? pod.containers[0]?.image;
    const called = image === undefined ? 'the image' : `\`${image}\``;
    const hint = isClient
      ? `No node has ${called}. Step 2.1 builds \`${facts.clientImage}\`: give \`image\` of ${kind} ${name} in ${file} that name, or run step 2.1 again.`
      : `No node can pull ${called}: compare \`image\` of ${kind} ${name} in ${file}, name and tag, letter by letter. If they are right, the node lacks access to the registry: \`kubectl describe pod ${pod.name}\` quotes the error.`;
    return { hint, evidence: describePod(pod) };
  });
