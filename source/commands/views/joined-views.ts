import type { View, Views } from '../../ui/views/view.ts';

export interface OwnedViews extends Views {
  close(): void;
}

/** Views of several sources as one: the first that knows a name opens it. */
export function joinedViews(sources: readonly OwnedViews[]): OwnedViews {
  return {
    names: () => [...new Set(sources.flatMap((source) => source.names()))],
    otherNames: () => [...new Set(sources.flatMap((source) => source.otherNames?.() ?? []))],
    arguments: () => new Map(sources.flatMap((source) => [...(source.arguments?.() ?? [])])),
    async open(name, argument): Promise<View | undefined> {
      for (const source of sources) {
        const view = await source.open(name, argument);
        if (view !== undefined) return view;
      }
      return undefined;
    },
    close() {
      for (const source of sources) source.close();
    },
  };
}
