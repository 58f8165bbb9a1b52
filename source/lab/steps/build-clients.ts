import { succeeded } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const buildClients: Step = {
  id: '2.1',
  title: 'Build the clients',
  figures: ['Figure 10'],
  text: 'Producer and consumer are one program in one image; an environment variable decides which of the two it is. Building puts the image where the nodes of the cluster find it, so that no registry is needed.',
  lookFor: 'The tag of the image, and that it reached the nodes.',
  commands: ({ cluster }) =>
    cluster === 'kind'
      ? [{ line: './build.sh' }]
      : [{ line: 'kafka-lab build', ...(cluster === 'embedded' ? { standsFor: './build.sh' } : {}) }],
  checks: [
    succeeded(
      'build-succeeded',
      'the build ended well',
      'The last lines of the output say what was missing.',
    ),
    check({
      id: 'image-tagged',
      title: 'the image has the tag that clients.yml names',
      look: ['outputs'],
      withinMs: 0,
      verify: ({ outputs }, facts) => {
        const lines = outputs.flatMap((output) => `${output.stdout}\n${output.stderr}`.split('\n'));
        const line = lines.findLast((candidate) => candidate.includes(facts.clientImage));
        return line === undefined
          ? fails(
              `\`${facts.clientImage}\` is not in the output`,
              'Compare the tag with `image` in clients.yml.',
            )
          : holds(line.trim());
      },
    }),
  ],
  hints: ['A pod whose image no node has goes to ErrImagePull.'],
  questions: [],
  required: true,
};
