import { LabError } from '../../errors/lab-error.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord, type RecordedFacts } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { assemble, renderFor } from '../labs/lab-for.ts';
import { shippedLabs } from '../labs/shipped-labs.ts';

/** Manifests of so many people are kept; a lab is written out anew for any more. */
const mostKept = 100;

/** The labs that journals are graded with, written out for what their manifests said. */
export class LabShelf {
  readonly #chosen: LabSource | undefined;
  readonly #shipped: readonly LabSource[];
  readonly #known = new Map<string, Lab>();

  /** `chosen`: the lab that `--lab` names; without it, each journal has the one that ships under its lab's name. */
  constructor(chosen: LabSource | undefined) {
    this.#chosen = chosen;
    this.#shipped = chosen === undefined ? shippedLabs() : [chosen];
  }

  source(id: string): LabSource | undefined {
    return this.#shipped.find(({ manifest }) => manifest.id === id);
  }

  /** The lab of this id for these facts; or why there is none, as the end of a sentence about a journal. */
  async labFor(id: string, recorded: RecordedFacts | undefined): Promise<Lab | { wrong: string }> {
    const source = this.source(id);
    if (source === undefined) {
      const name = `\`${id.slice(0, 60)}\``;
      return this.#chosen === undefined
        ? { wrong: `is of the lab ${name}, which does not ship: name its folder with --lab` }
        : { wrong: `is of the lab ${name}, not of \`${this.#chosen.manifest.id}\`` };
    }
    try {
      return await this.#written(source, recorded);
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'lab') throw error;
      return { wrong: `has manifests that the lab does not fit: ${error.message}` };
    }
  }

  /** The lab that ships under this id, if its files have this SHA-256. */
  async versionFor(
    id: string,
    digest: string,
    recorded: RecordedFacts | undefined,
  ): Promise<Lab | undefined> {
    const source = shippedLabs().find((each) => each.manifest.id === id && each.digest === digest);
    try {
      return source && (await this.#written(source, recorded));
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'lab') throw error;
      return undefined;
    }
  }

  async #written(source: LabSource, recorded: RecordedFacts | undefined): Promise<Lab> {
    const key = `${source.digest} ${JSON.stringify(recorded ?? null)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const facts = (recorded && factsFromRecord(recorded)) ?? kafkaFacts;
    const lab = await assemble(await renderFor(facts, source), facts);
    if (this.#known.size < mostKept) this.#known.set(key, lab);
    return lab;
  }
}
