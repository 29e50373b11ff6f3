/** DynamoDB no longer uses endpoint discovery, but the SDK still creates this cache for it. */
export class EndpointCache {}
