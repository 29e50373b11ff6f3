/** DynamoDB has no endpoints to be discovered any more; the SDK makes the cache for them all the same. */
export class EndpointCache {}
