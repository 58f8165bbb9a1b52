/*
 * What is kept of one journal. A session of any lab stays far below; a hostile journal does not fill the memory.
 */
export const mostSteps = 200;
export const mostChecksOfStep = 100;
export const mostAnswers = 500;
export const mostOrigins = 20;
export const mostFingerprints = 20_000;
export const mostLinks = 5_000;
/** The link of every eighth record tells how long two journals are the same. */
export const linkEvery = 8;
/** Of one evidence line, title or name, in characters. */
export const longestLine = 500;
export const longestAnswer = 8_000;
/** Of the commands of one run that are judged again, and what they printed, in characters. */
export const mostCommandsOfRun = 200;
export const longestOutputs = 4_000_000;
/** So often a run is judged again while its commands are repeated. */
export const mostAttempts = 60;
