/** Optional cells that do not pass, each with the reason and where it is documented. At most five. */
export const openCells: Readonly<Record<string, string>> = {};
