/** What the clients run on where no image of theirs is built. */
export const stockNodeImage = 'node:22-alpine';
