import { expect, it } from 'vitest';
import type { ClusterObserver } from '../../../source/cluster/model/cluster.ts';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { Check } from '../../../source/lab/model/step.ts';
import { assembleLab } from '../../../source/lab/rendering/assemble-lab.ts';
import { renderLab } from '../../../source/lab/rendering/render-lab.ts';
import { ErrorReporter } from '../../../source/session/error-reporter.ts';
import { diagnoseFailure } from '../../../source/session/run/diagnose-failure.ts';
import { brokers, situation, topic } from '../../lab/diagnosis/healthy-lab.ts';
import { changed, makeLab } from '../../lab/loading/lab-folder.ts';
import { FakeClock } from '../../time/fake-clock.ts';

const seen = { topics: [topic(1)], brokers };
const observer: Pick<ClusterObserver, 'look' | 'situation'> = {
  look: async (name) => seen[name as keyof typeof seen] as never,
  situation: async () => situation,
};
const check = (about?: string): Check => ({
  id: 'shape',
  title: 'shape',
  look: ['topics'],
  ...(about === undefined ? {} : { topic: about }),
  withinMs: 0,
  verify: () => ({ ok: false, evidence: '' }),
});
const hintFor = (...failed: Check[]): Promise<string | undefined> =>
  diagnoseFailure(new AbortController().signal, {
    observer: () => observer as ClusterObserver,
    clock: new FakeClock(),
    facts: kafkaFacts,
    errors: new ErrorReporter({ publish: () => expect.unreachable() }),
    needs: 'services',
    failed,
    outputs: [],
    tally: {} as never,
  });

it('the shape of the topic of the facts does not explain why another topic is missing', async () => {
  expect(await hintFor(check())).toContain('The topic test was created before, with 1 partition');
  expect(await hintFor(check(kafkaFacts.topic))).toContain('The topic test');
  expect(await hintFor(check('prices'))).toBeUndefined();
  expect(await hintFor(check('prices'), check())).toContain('The topic test');
});

it('a check of a lab that names a topic is about that one', () => {
  const shape = 'named: topic-shape\n    with: { topic: prices }';
  const { source } = loadLab(makeLab(changed('steps/look.md', 'named: nodes-ready', shape)));
  const judge = () => () => ({ ok: true, evidence: '' });
  const [step] = assembleLab(renderLab(source, kafkaFacts), kafkaFacts, judge).steps;
  expect(step?.checks.map((each) => each.topic)).toEqual(['prices', undefined]);
});
