import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { isJsonObject } from '../../json/json-value.ts';
import {
  formatVersion,
  type LabManifest,
  labSchema,
  type StepManifest,
  stepSchema,
} from '../format/lab-schema.ts';
import type { LabSource, StepSource } from '../format/lab-source.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkReferences } from './check-references.ts';
import { checkShape, isHostile } from './check-shape.ts';
import { LabFolder } from './folder.ts';
import { markdownToText } from './markdown-text.ts';
import { LabFolderError, type Mistake, MistakeError } from './mistake.ts';
import { splitStepFile } from './step-file.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

/** A lab folder that was loaded. */
export interface LoadedLab {
  readonly source: LabSource;
  /** The YAML of each file, to find the place of a mistake. */
  readonly texts: ReadonlyMap<string, YamlText>;
  /** The files for the working directory, by their path there. */
  readonly files: ReadonlyMap<string, Buffer>;
}

const manifestFile = 'lab.yml';

/**
 * Reads and checks a lab folder.
 * @throws LabFolderError, with every mistake that can be told from the others
 */
export function loadLab(directory: string): LoadedLab {
  const mistakes: Mistake[] = [];
  const loaded = collecting(mistakes, () => readFolder(directory, mistakes));
  if (loaded !== undefined && mistakes.length === 0) {
    mistakes.push(...checkReferences(loaded.source, loaded.texts));
    if (mistakes.length === 0) mistakes.push(...checkExpressions(loaded.source, loaded.texts));
  }
  const [first, ...others] = mistakes;
  if (first !== undefined) throw new LabFolderError(directory, [first, ...others]);
  if (loaded === undefined)
    throw new LabFolderError(directory, [{ file: manifestFile, message: 'cannot be read' }]);
  return loaded;
}

function readFolder(directory: string, mistakes: Mistake[]): LoadedLab | undefined {
  const folder = openFolder(directory);
  const texts = new Map<string, YamlText>();
  const yaml = readYaml(manifestFile, folder.text(manifestFile));
  texts.set(manifestFile, yaml);
  refuseLaterFormat(yaml);
  const checked = checkShape(labSchema, yaml);
  if ('mistakes' in checked) {
    mistakes.push(...checked.mistakes);
    return undefined;
  }
  const manifest = checked.output;
  const steps = manifest.steps.flatMap((path, index): StepSource[] => {
    const step = collecting(mistakes, () =>
      readStep(folder, path, yaml.mistakeAt(['steps', index], ''), texts),
    );
    if (step === undefined) return [];
    mistakes.push(...step.mistakes);
    return step.source === undefined ? [] : [step.source];
  });
  const files = readFiles(folder, manifest, yaml, mistakes);
  return { source: { manifest, steps, digest: folder.digest() }, texts, files };
}

function openFolder(directory: string): LabFolder {
  try {
    if (statSync(directory).isFile())
      throw new MistakeError({
        file: manifestFile,
        message: `\`${directory}\` is a file; name the folder that it is in: \`${dirname(directory)}\``,
      });
    return new LabFolder(directory);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    throw new MistakeError({ file: manifestFile, message: `there is no folder \`${directory}\`` });
  }
}

function refuseLaterFormat({ value, mistakeAt }: YamlText): void {
  const format = isJsonObject(value) ? value.format : undefined;
  if (typeof format === 'number' && format > formatVersion)
    throw new MistakeError(
      mistakeAt(
        ['format'],
        `the lab has format ${format}, and this kafka-lab reads formats up to ${formatVersion}; use a later kafka-lab`,
      ),
    );
}

function readStep(
  folder: LabFolder,
  path: string,
  place: Mistake,
  texts: Map<string, YamlText>,
): { source: StepSource | undefined; mistakes: readonly Mistake[] } {
  let text: string;
  try {
    text = folder.text(path);
  } catch (error) {
    // What names the file is at fault, if there is none.
    if (!(error instanceof MistakeError) || error.mistake.line !== undefined) throw error;
    throw new MistakeError({ ...place, message: error.mistake.message });
  }
  const { frontMatter, body, bodyLine } = splitStepFile(path, text);
  texts.set(path, frontMatter);
  const checked = checkShape(stepSchema, frontMatter);
  if ('mistakes' in checked) return { source: undefined, mistakes: checked.mistakes };
  if (isHostile(body))
    return {
      source: undefined,
      mistakes: [{ file: path, line: bodyLine, message: 'the text has control or invisible characters' }],
    };
  const plain = markdownToText(path, body, bodyLine);
  if (plain.trim() === '')
    return {
      source: undefined,
      mistakes: [
        { file: path, line: bodyLine, column: 1, message: 'the step has no text below its front matter' },
      ],
    };
  const task = readTask(folder, checked.output, frontMatter);
  return {
    source: { file: path, manifest: checked.output, text: plain, ...(task === undefined ? {} : { task }) },
    mistakes: [],
  };
}

/** @throws MistakeError: a file that the task names is not there */
function readTask(folder: LabFolder, { task }: StepManifest, { mistakeAt }: YamlText): StepSource['task'] {
  if (task === undefined) return undefined;
  const read = (field: 'starts' | 'solution', path: string): string => {
    try {
      return folder.text(path);
    } catch (error) {
      if (!(error instanceof MistakeError)) throw error;
      throw new MistakeError(mistakeAt(['task', field], error.mistake.message));
    }
  };
  return {
    ...(task.starts === undefined ? {} : { starts: read('starts', task.starts) }),
    solution: read('solution', task.solution),
  };
}

function readFiles(
  folder: LabFolder,
  { files }: LabManifest,
  yaml: YamlText,
  mistakes: Mistake[],
): ReadonlyMap<string, Buffer> {
  if (files === undefined) return new Map();
  const found = collecting(mistakes, () => {
    try {
      return folder.filesBelow(files, manifestFile);
    } catch (error) {
      if (!(error instanceof MistakeError)) throw error;
      throw new MistakeError(yaml.mistakeAt(['files'], error.mistake.message));
    }
  });
  return found ?? new Map();
}

/** What `act` returns; a mistake that stops it is added to the others. */
function collecting<T>(mistakes: Mistake[], act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof MistakeError)) throw error;
    mistakes.push(error.mistake);
    return undefined;
  }
}
