import { TextDecoder } from 'node:util';
import type { JournalEvent } from '../../journal/events.ts';
import { LineReader } from '../../journal/line-reader.ts';
import { parseRecord } from '../../journal/parse-record.ts';
import type { RecordedFacts } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { mostFingerprints } from '../model/bounds.ts';
import type { Finding } from '../model/finding.ts';
import type { JournalSummary, PredictionSummary } from '../model/journal-summary.ts';
import { AnswersBuilder } from './answers-builder.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Integrity } from './integrity.ts';
import { Origins } from './origins.ts';
import { OutcomesAgain } from './outcomes-again.ts';
import { RecordedRun } from './recorded-run.ts';
import { Repeats } from './repeats.ts';
import { StepsBuilder } from './steps-builder.ts';

export interface SummarizeOptions {
  readonly source: string;
  /** True if what was seen is judged again. */
  readonly again: boolean;
  /** The lab of this id to grade by, for what the manifests said; or why there is none, as the end of a sentence. */
  readonly labFor: (
    id: string,
    facts: RecordedFacts | undefined,
  ) => Promise<Lab | { readonly wrong: string }>;
  /** The lab of this id whose files have this SHA-256, if it is at hand: what a session ran with that is graded by another version. */
  readonly versionFor?: (
    id: string,
    digest: string,
    facts: RecordedFacts | undefined,
  ) => Promise<Lab | undefined>;
}

/** Why a journal cannot be graded, as the end of a sentence that its name begins. */
export interface Ungraded {
  readonly wrong: string;
}

/** Reads a journal to its end, whatever is in it: a line that holds no record is counted and passed over. */
export async function summarizeJournal(
  chunks: AsyncIterable<Buffer>,
  options: SummarizeOptions,
): Promise<JournalSummary | Ungraded> {
  const summary = new Summary(options);
  const reader = new LineReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks)
    for (const { number, bytes } of reader.push(chunk)) {
      const record = parseRecord(bytes, decoder);
      if ('wrong' in record) summary.unreadable(number, bytes, record.wrong);
      else {
        const pending = summary.add(number, bytes!, record.event, record.prev);
        const stop = pending === undefined ? undefined : await pending;
        if (stop !== undefined) return stop;
      }
    }
  return summary.result(reader.incomplete);
}

class Summary {
  readonly #options: SummarizeOptions;
  readonly #integrity = new Integrity();
  readonly #origins = new Origins();
  readonly #run: RecordedRun | undefined;
  readonly #steps: StepsBuilder;
  readonly #answers = new AnswersBuilder();
  readonly #outcomes: OutcomesAgain | undefined;
  readonly #repeats = new Repeats(mostFingerprints);
  #lab: Lab | undefined;
  #digest: string | undefined;
  #records = 0;
  #firstWrong: string | undefined;
  #firstAt = '';
  #lastAt = '';

  constructor(options: SummarizeOptions) {
    this.#options = options;
    this.#run = options.again ? new RecordedRun() : undefined;
    this.#steps = new StepsBuilder(this.#run);
    this.#outcomes = this.#run && new OutcomesAgain(this.#run);
  }

  unreadable(line: number, bytes: Buffer | undefined, wrong: string): void {
    this.#firstWrong ??= `line ${line} ${wrong}`;
    this.#integrity.unreadable(line, bytes, wrong);
  }

  /** Resolves with why it cannot go on, if it cannot; only where the lab may change is there something to wait for. */
  add(
    line: number,
    bytes: Buffer,
    event: JournalEvent,
    prev: string | undefined,
  ): Promise<Ungraded | undefined> | undefined {
    this.#records += 1;
    if (this.#firstAt === '') this.#firstAt = event.at;
    this.#lastAt = event.at;
    this.#integrity.record(line, bytes, event, prev);
    this.#steps.add(event);
    this.#answers.add(event);
    this.#outcomes?.add(event);
    // After those that look at what there was before the event.
    this.#run?.add(event);
    const fingerprint = fingerprintOf(event);
    if (fingerprint !== undefined) this.#repeats.add(fingerprint, 'check' in event ? event.check : '');
    if (event.type === 'facts-changed') return this.#takeLab(event.facts);
    if (event.type !== 'session-started') return undefined;
    this.#origins.add(event);
    this.#digest = event.labDigest;
    return this.#takeLab(event.facts);
  }

  async #takeLab(facts: RecordedFacts | undefined): Promise<Ungraded | undefined> {
    const { first } = this.#origins;
    if (first === undefined) return undefined;
    const lab = await this.#options.labFor(first.lab, facts);
    if ('wrong' in lab) return lab;
    this.#lab = lab;
    this.#outcomes?.grade(lab);
    this.#run?.grade(lab);
    this.#steps.grade(lab, await this.#ranWith(lab, facts));
    return undefined;
  }

  /** The lab that the session runs with now. */
  async #ranWith(lab: Lab, facts: RecordedFacts | undefined): Promise<Lab | undefined> {
    if (this.#digest === undefined) return undefined;
    if (lab.digest === this.#digest) return lab;
    return this.#options.again ? this.#options.versionFor?.(lab.id, this.#digest, facts) : undefined;
  }

  result(torn: number): JournalSummary | Ungraded {
    const { first } = this.#origins;
    if (this.#records === 0 || first === undefined) return { wrong: this.#whyNone(torn) };
    this.#steps.finish(this.#lastAt);
    return {
      source: this.#options.source,
      lab: first.lab,
      ...(first.labVersion === undefined ? {} : { labVersion: first.labVersion }),
      ...(first.labDigest === undefined ? {} : { labDigest: first.labDigest }),
      records: this.#records,
      openings: this.#origins.openings,
      unattendedOpenings: this.#origins.unattended,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      sessions: [...this.#origins.sessions],
      installations: [...this.#origins.installations],
      names: [...this.#origins.names],
      emails: [...this.#origins.emails],
      steps: this.#steps.steps,
      predictions: this.#predictions(),
      answers: this.#answers.answers,
      findings: [
        ...this.#integrity.findings(torn),
        ...this.#origins.findings(),
        ...this.#contentFindings(first.labDigest),
      ],
      links: this.#integrity.links,
      fingerprints: this.#repeats.fingerprints,
    };
  }

  #predictions(): JournalSummary['predictions'] {
    const made = [...this.#answers.predictions].map(([step, prediction]): [string, PredictionSummary] => {
      const again = this.#outcomes?.outcomes.get(step);
      return [step, again === undefined ? prediction : { ...prediction, again }];
    });
    return new Map(made);
  }

  #whyNone(torn: number): string {
    if (this.#records > 0) return 'has no record of the beginning of a session, so its lab is not known';
    if (this.#firstWrong !== undefined) return `is not a journal: ${this.#firstWrong}`;
    return torn > 0 ? 'is not a journal: it has no whole line' : 'is empty';
  }

  #contentFindings(digest: string | undefined): Finding[] {
    const found: Finding[] = [];
    const { differing, outside } = this.#steps;
    if (this.#repeats.count > 0)
      found.push({
        kind: 'repeated-records',
        weight: 'doubt',
        text: `${this.#repeats.count} records are in it twice: a part was played or copied into it again`,
      });
    if (differing > 0)
      found.push({
        kind: 'verdict-differs',
        weight: 'doubt',
        text: `${differing} ${differing === 1 ? 'verdict is' : 'verdicts are'} not what the same check makes of what it saw`,
      });
    if (outside > 0)
      found.push({
        kind: 'outside-a-run',
        weight: 'doubt',
        text: `${outside} checks are recorded while their step does not run`,
      });
    if (this.#lab !== undefined && digest !== undefined && digest !== this.#lab.digest)
      found.push({
        kind: 'other-lab-version',
        weight: 'note',
        text: 'it ran with another version of the lab',
      });
    return found;
  }
}
