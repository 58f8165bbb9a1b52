/** Cells of the second tier that do not pass, each with the reason and where it is known. At most five. */
export const openCells: Readonly<Record<string, string>> = {};
