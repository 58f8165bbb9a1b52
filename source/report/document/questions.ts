import type { EvidenceSource, Question } from '../../lab/model/step.ts';
import { describeAgreement } from '../describe-record.ts';
import type { SessionRecord } from '../session-record.ts';
import type { QuestionBlock } from './model.ts';
import { prose } from './prose.ts';
import { traced } from './trace.ts';

/** Lines of one output beyond these would say the same once more. */
const mostLines = 3;

/** A question, the learner's answer, and what the session recorded that bears on it. */
export function questionOf({ id, text, evidence }: Question, record: SessionRecord): QuestionBlock {
  const answer = record.answers[id];
  const place = record.answered[id];
  return {
    kind: 'question',
    id,
    text: prose(text),
    answer,
    remark:
      answer === undefined || place === undefined
        ? `Not answered in this session.${evidence.length === 0 ? ' It is about nothing that a session records.' : ''}`
        : `The learner's own words, ${traced(place)}; ${describeAgreement(record.agreements[id])}.`,
    evidence: evidence.flatMap((source) => evidenceFrom(source, record)),
  };
}

function evidenceFrom(source: EvidenceSource, record: SessionRecord): QuestionBlock['evidence'] {
  if ('check' in source)
    return record.steps.flatMap(({ id: step, checks }) =>
      checks
        .filter(({ id, ok }) => id === source.check && ok)
        .map((check) => ({ step, text: `${check.title}: ${check.evidence}`, source: traced(check) })),
    );
  const seen = new Set<string>();
  return (record.steps.find(({ id }) => id === source.step)?.commands ?? []).flatMap((command) => {
    const place = traced({ entry: command.entry, at: command.startedAt });
    const printed = command.output.flatMap(({ text }) => text.split('\n'));
    return [`$ ${command.line}`, ...printed].flatMap((line) => {
      const text = line.trim();
      if (!text.includes(source.contains) || seen.has(text) || seen.size >= mostLines) return [];
      seen.add(text);
      return [{ step: source.step, text, source: place }];
    });
  });
}
