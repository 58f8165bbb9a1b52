/** Set by `scripts/bundle.js` to a digest of what the bundle was made from. */
declare const KAFKA_LAB_BUNDLE: string;

export const bundleId: string = KAFKA_LAB_BUNDLE;
