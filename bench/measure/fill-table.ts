import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The most that DynamoDB takes at once. */
const ITEMS_PER_WRITE = 25;
const CONCURRENT_WRITES = 16;
const PROGRESS_EVERY = 40_000;

/** Writes the items of these numbers, `to` excluded. Prints its progress to the standard error. */
export async function fillTable(
  client: DynamoDBDocumentClient,
  table: string,
  { from, to }: { readonly from: number; readonly to: number },
  itemAt: (index: number) => object,
): Promise<void> {
  const begin = performance.now();
  let next = from;
  const write = async (): Promise<void> => {
    while (next < to) {
      const first = next;
      next = Math.min(to, first + ITEMS_PER_WRITE);
      if (next % PROGRESS_EVERY === 0) {
        const seconds = ((performance.now() - begin) / 1000).toFixed(0);
        process.stderr.write(`${table}: ${next} of ${to} items, ${seconds} s\n`);
      }
      const puts = Array.from({ length: next - first }, (_, at) => ({ PutRequest: { Item: itemAt(first + at) } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_WRITES }, write));
}
