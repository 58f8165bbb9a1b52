/**
 * Whether all of these are settled, whenever it is asked: those that were are not asked again. A request may wait for thousands of
 * partitions, and looks whenever one of them changes.
 */
export function settleOnce<Item>(items: readonly Item[], settle: (item: Item) => boolean): () => boolean {
  let settled = 0;
  return () => {
    while (settled < items.length && settle(items[settled]!)) settled++;
    return settled === items.length;
  };
}
