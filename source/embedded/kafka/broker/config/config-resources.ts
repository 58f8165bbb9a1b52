/** The resource types of DescribeConfigs and AlterConfigs, with their numbers on the wire. */
export const resourceTypes = { topic: 2, broker: 4, brokerLogger: 8 } as const;
