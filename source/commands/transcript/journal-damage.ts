import type { FindingKind } from '../../grading/model/finding.ts';
import { Integrity } from '../../grading/reading/integrity.ts';
import { type ReadRecord, readRecords } from '../../journal/read-journal.ts';
import type { SessionRecord } from '../../report/session-record.ts';
import { type SafeText, safe } from '../../text/safe-text.ts';

/** What makes the record of a session another one than was written; of what else grading finds, nothing is missing here. */
const kinds: ReadonlySet<FindingKind> = new Set(['beginning-gone', 'edited', 'torn']);

/** What is wrong with a journal whose every line is a record, as `grade` finds and says it. */
export class JournalDamage {
  readonly #integrity = new Integrity();
  #torn = 0;

  /** The records of a whole journal, as `readRecords`; what is wrong with them is known at the end. */
  async *read(path: string): AsyncGenerator<ReadRecord, void, undefined> {
    let number = 0;
    const onTorn = (bytes: number): void => {
      this.#torn = bytes;
    };
    for await (const record of readRecords(path, { onTorn })) {
      number += 1;
      this.#integrity.record(number, record.line, record.event, record.prev);
      yield record;
    }
  }

  /** Records were changed or removed. The end of one that was cut off is what a crash leaves. */
  get isChanged(): boolean {
    return this.#found.some(({ weight }) => weight === 'doubt');
  }

  /** The line that names it, without its end; undefined if nothing is wrong. */
  describe(path: string): SafeText | undefined {
    const texts = this.#found.map(({ text }) => text);
    return texts.length === 0 ? undefined : safe`kafka-lab: ${path}: ${texts.join('; ')}`;
  }

  /** What a transcript or report says of it. */
  get inRecord(): Pick<SessionRecord, 'damage'> {
    const damage = this.#found.filter(({ weight }) => weight === 'doubt').map(({ text }) => text);
    return damage.length === 0 ? {} : { damage };
  }

  get #found() {
    return this.#integrity.findings(this.#torn).filter(({ kind }) => kinds.has(kind));
  }
}
