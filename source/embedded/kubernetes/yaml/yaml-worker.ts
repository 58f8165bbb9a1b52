/** The thread that reads and writes YAML. It sends `ready` first; then each message is a task, answered by one outcome. */
import { parentPort } from 'node:worker_threads';
import { jsonToYaml, YamlError, yamlToJson } from './yaml-text.ts';

export interface YamlTask {
  readonly to: 'json' | 'yaml';
  readonly text: string;
}

export type YamlOutcome =
  | { readonly text: string }
  | { readonly refusal: string }
  | { readonly fault: string };

function carryOut({ to, text }: YamlTask): YamlOutcome {
  try {
    return { text: to === 'json' ? yamlToJson(text) : jsonToYaml(text) };
  } catch (error) {
    if (error instanceof YamlError) return { refusal: error.message };
    // A text nested too deeply for the parser; the thread remains usable.
    if (error instanceof RangeError) return { refusal: error.message };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (task: YamlTask) => parentPort?.postMessage(carryOut(task)));
parentPort?.postMessage('ready');
