/** The image that the clients run on if none is built for them. */
export const stockNodeImage = 'node:22-alpine';
