/** The kinds of things that DescribeConfigs and AlterConfigs are about, as the wire numbers them. */
export const resourceTypes = { topic: 2, broker: 4, brokerLogger: 8 } as const;
