/** What to do where the home, or something in it, cannot be used. */
export const otherHome = 'choose another place with --home or KAFKA_LAB_HOME';

/** The same where something of somebody else's stands in the way. */
export const moveAwayOrOtherHome = `move it away, or ${otherHome}`;
