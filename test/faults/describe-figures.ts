import type { FaultFigures } from './fault-run.ts';

/** The figures of a run in one line. The seed comes first, because it repeats the run. */
export function describeFigures({ seed, faults, answers, differences, ...figures }: FaultFigures): string {
  const { bodies, posts, retries, redriven, dropped, lost } = figures;
  return [
    `seed ${seed}`,
    `${bodies} receipts and other webhooks`,
    `${posts} posts, ${retries} of them retries`,
    `answers ${Object.entries(answers)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')}`,
    `${faults.dynamoDb} faults of DynamoDB, ${faults.sqs} of SQS`,
    `${redriven} redriven from the queue`,
    `${dropped} dropped by the vendor`,
    `${differences.length} differences from the pure merge`,
    `${lost} lost`,
  ].join('; ');
}
