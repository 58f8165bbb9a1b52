import type { Plugin } from 'esbuild';

export const withReplacements: Plugin;
export const bundlePlugins: Plugin[];
