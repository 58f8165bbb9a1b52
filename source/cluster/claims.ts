import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError, LabError } from '../errors/lab-error.ts';
import { explainSystemError } from '../errors/system-error.ts';
import { isFileFailure } from '../files/file-failure.ts';
import { parseJson } from '../files/parse-json.ts';
import { kindOfFile } from '../files/regular-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import { isJsonObject } from '../json/json-value.ts';
import { readSmallFile } from '../processes/small-file.ts';
import type { Cluster, ExistingCluster } from './model/cluster.ts';
import { withReset } from './with-reset.ts';

/** What the user wants to do with a cluster that somebody else created. */
export type ClaimKind = 'use' | 'replace';

/** An existing cluster that this session did not create. */
export interface ForeignCluster {
  readonly id: string;
  /** What it is and what its replacement would delete, in a sentence or two. */
  readonly loss: string;
}

export interface ClaimsOptions {
  readonly cluster: Cluster;
  /** Where a session keeps which clusters it made; undefined: nothing is kept. */
  readonly file?: string;
  /** True if any existing cluster may be replaced. */
  readonly force: boolean;
  readonly describe: (existing: ExistingCluster, signal: AbortSignal) => Promise<string>;
  /** What to do about a cluster that another process uses; part of the error. */
  readonly inUseHint: string;
  /** What to do instead; part of the error when a reset is refused. */
  readonly hint: string;
}

const maxFileBytes = 64 * 1024;
const mostIds = 200;

/** Who owns the cluster. This session may replace what it created; anything else only after the user agreed to lose it. */
export class ClusterClaims {
  /** The cluster; its reset refuses to replace what this session did not create, unless the user agreed. */
  readonly cluster: Cluster;
  readonly #options: ClaimsOptions;
  readonly #made: Set<string>;
  readonly #agreed: Record<ClaimKind, Set<string>> = { use: new Set(), replace: new Set() };
  /** Known to be ours to use for as long as the cluster is ready. */
  #isSettled = false;

  constructor(options: ClaimsOptions) {
    this.#options = options;
    this.#made = new Set(options.file === undefined ? [] : readIds(options.file));
    const { cluster } = options;
    cluster.onState((state) => {
      if (state !== 'ready') this.#isSettled = false;
    });
    this.cluster = withReset(cluster, async (output, signal) => {
      await cluster.reset(output, signal, await this.replaceable(signal));
      await this.#remember(signal);
    });
  }

  /**
   * The id of the existing cluster, if it may be replaced; undefined if there is none.
   * @throws LabError `busy`: this session did not create it, and nobody agreed to lose it; or another process is using it.
   */
  async replaceable(signal: AbortSignal): Promise<string | undefined> {
    const existing = await this.#options.cluster.existing(signal);
    const foreign = await this.#asForeign(existing, 'replace', signal);
    if (foreign !== undefined) throw this.refusal(foreign);
    return existing?.id;
  }

  /**
   * The existing cluster, if the user has to agree before it is used or replaced.
   * @throws LabError `busy`: it would be replaced, but another process is using it.
   */
  async foreign(kind: ClaimKind, signal: AbortSignal): Promise<ForeignCluster | undefined> {
    if (kind === 'use' && this.#isSettled) return undefined;
    const existing = await this.#options.cluster.existing(signal);
    const foreign = await this.#asForeign(existing, kind, signal);
    if (foreign === undefined && kind === 'use') this.#isSettled = this.#options.cluster.state === 'ready';
    return foreign;
  }

  /** The user agreed that the cluster with this id is used, or replaced. */
  agree(kind: ClaimKind, id: string): void {
    this.#agreed[kind].add(id);
  }

  refusal({ loss }: ForeignCluster): LabError {
    return new LabError('busy', loss, { hint: this.#options.hint });
  }

  /** Records that this session created the cluster that exists now. */
  async #remember(signal: AbortSignal): Promise<void> {
    const existing = await this.#options.cluster.existing(signal);
    if (existing === undefined) return;
    this.#made.add(existing.id);
    const { file } = this.#options;
    if (file !== undefined) writeIds(file, [...this.#made].slice(-mostIds));
  }

  async #asForeign(
    existing: ExistingCluster | undefined,
    kind: ClaimKind,
    signal: AbortSignal,
  ): Promise<ForeignCluster | undefined> {
    if (existing === undefined) return undefined;
    if (kind === 'replace' && existing.inUse)
      throw new LabError('busy', `cluster \`${this.#options.cluster.name}\` is in use by another kafka-lab`, {
        hint: this.#options.inUseHint,
      });
    if (this.#options.force || this.#made.has(existing.id)) return undefined;
    if (this.#agreed[kind].has(existing.id)) return undefined;
    return { id: existing.id, loss: await this.#options.describe(existing, signal) };
  }
}

/** @throws LabError `machine-lacks`: the file cannot be read, or something else is in its place */
function readIds(file: string): string[] {
  let found: ReturnType<typeof readSmallFile>;
  try {
    found = readSmallFile(file, maxFileBytes);
  } catch (error) {
    const refusal = explainSystemError(error);
    if (refusal === undefined) throw error;
    const { todo } = refusal;
    throw new LabError('machine-lacks', `\`${file}\` cannot be read: ${describeError(error)}`, {
      hint: todo,
      cause: error,
    });
  }
  if (found === undefined) return [];
  if (found === 'not-plain') {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    const isTooLarge = stats === undefined || stats.isFile();
    const wrong = isTooLarge
      ? `has more than ${maxFileBytes} bytes`
      : `is ${kindOfFile(stats)}, not a regular file`;
    throw new LabError('machine-lacks', `\`${file}\` ${wrong}`, {
      hint: 'move it away, or start another session',
    });
  }
  const value = parseJson(found.text);
  const made = isJsonObject(value) ? value.made : undefined;
  return Array.isArray(made)
    ? made.filter((id): id is string => typeof id === 'string' && id.length <= 300)
    : [];
}

function writeIds(file: string, made: readonly string[]): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    replaceFile(file, `${JSON.stringify({ made })}\n`);
  } catch (error) {
    // The journal reports a full disk; a resumed session asks again.
    if (!isFileFailure(error)) throw error;
  }
}
