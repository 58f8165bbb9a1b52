/** Parses as the version whose protocol the server speaks, and says whose build it is. */
export const serverVersion = '3.6.3-kafka-lab, built on 04/08/2021 16:35 GMT';
