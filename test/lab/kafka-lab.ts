import { loadLab } from '../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import type { Lab, LabFacts } from '../../source/lab/model/step.ts';
import { assembleLab } from '../../source/lab/rendering/assemble-lab.ts';
import { renderLab } from '../../source/lab/rendering/render-lab.ts';

const { source } = loadLab('labs/kafka-on-kubernetes');

/** The Kafka lab for these facts, loaded from its folder. */
export const labOf = (facts: LabFacts): Lab => assembleLab(renderLab(source, facts), facts);

/** The lab for its own manifests. */
export const kafkaLab: Lab = labOf(kafkaFacts);
