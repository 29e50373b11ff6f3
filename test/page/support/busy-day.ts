import { generateLifecycles } from '../../../simulator/generate-lifecycles.ts';
import { INBOUND_SMS_JSON, sampleReceipt } from '../../fixtures/samples.ts';
import type { UiUnderTest } from './ui-on.ts';

/** The end of the day that {@link postBusyDay} posts. */
export const END_OF_DAY = new Date('2026-03-05T15:40:00Z');

const HOUR_MS = 3_600_000;
/** Messages that are sent in each of the 24 hours before. */
const MESSAGES = [70, 64, 58, 41, 30, 22, 14, 9, 6, 3, 0, 0, 4, 8, 15, 31, 52, 66, 74, 80, 72, 63, 69, 58];
const NETWORK_MS = 180;

/** Posts the receipts of a day, made by the simulator, and some bodies that are set aside. */
export async function postBusyDay(ui: UiUnderTest): Promise<void> {
  const posts = MESSAGES.flatMap((messages, hour) => {
    const begin = new Date(END_OF_DAY.getTime() - (MESSAGES.length - hour) * HOUR_MS);
    const settings = { seed: hour + 1, messages, begin, messagesPerSecond: Math.max(messages, 1) / 3600 };
    return generateLifecycles(settings).flatMap(({ bodies }) =>
      bodies.map(({ at, body, contentType }) => ({ at: begin.getTime() + at + NETWORK_MS, body, contentType })),
    );
  });
  for (const { at, body, contentType } of posts.sort((a, b) => a.at - b.at)) {
    if (at < END_OF_DAY.getTime()) await ui.post(body, new Date(at), contentType);
  }
  await postSetAside(ui);
}

async function postSetAside(ui: UiUnderTest): Promise<void> {
  const minutesAgo = (minutes: number): Date => new Date(END_OF_DAY.getTime() - minutes * 60_000);
  await ui.post(INBOUND_SMS_JSON, minutesAgo(4));
  const invalid = sampleReceipt(({ payload }) => {
    payload.umid = '';
    payload.status.timestamp = 'yesterday';
    payload.price.total = 'free';
  });
  for (const minutes of [31, 30, 28]) await ui.post(invalid, minutesAgo(minutes));
  const withoutStatus = sampleReceipt(({ payload }) => {
    delete payload.status;
  });
  await ui.post(withoutStatus, minutesAgo(95));
  await ui.post('{"namespace":"SMS","eventType":"outbound_message_status_changed","payl', minutesAgo(200));
}
