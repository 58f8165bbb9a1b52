/** What a thread for YAML runs: reads embedded/kubernetes/yaml/yaml-worker.ts from its chunks. */
import { loadEntry } from './load-entry.ts';

loadEntry(import.meta.dirname, 'yaml-worker');
