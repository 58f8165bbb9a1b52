/** What to do if the home, or something in it, cannot be used. */
export const otherHome = 'choose another place with --home or KAFKA_LAB_HOME';

/** The same if something that is not ours is in the way. */
export const moveAwayOrOtherHome = `move it away, or ${otherHome}`;
