/** The words of a note that say something. */
export const words = (...all: readonly string[]): readonly string[] => all.filter((word) => word !== '');
