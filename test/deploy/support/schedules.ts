import { type Emulator, REGION } from './emulator.ts';
import { onLoopback } from './loopback.ts';

/** A schedule of EventBridge Scheduler. */
export interface DeployedSchedule {
  readonly Name: string;
  readonly ScheduleExpression: string;
  readonly State: string;
  readonly Target: { readonly Arn: string; readonly Input: string };
}

/** The schedules of the stack, read over HTTP: an SDK client for three calls would be one more package. */
export async function schedulesOf(emulator: Emulator): Promise<DeployedSchedule[]> {
  const { Schedules } = (await call(emulator, 'GET', '/schedules')) as { Schedules: { Name: string }[] };
  return Promise.all(
    Schedules.map(async ({ Name }) => (await call(emulator, 'GET', `/schedules/${Name}`)) as DeployedSchedule),
  );
}

/** Changes only when a schedule fires. */
export async function reschedule(emulator: Emulator, schedule: DeployedSchedule, expression: string): Promise<void> {
  await call(emulator, 'PUT', `/schedules/${schedule.Name}`, { ...schedule, ScheduleExpression: expression });
}

/** The emulator routes by this header, and checks no signature. */
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/scheduler/aws4_request`;

async function call({ endpoint }: Emulator, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(onLoopback(`${endpoint}${path}`), {
    method,
    headers: { authorization: AUTHORIZATION },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
