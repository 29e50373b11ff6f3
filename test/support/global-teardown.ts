import { shared } from './global-setup.ts';

export default async function stopTestEngine(): Promise<void> {
  await shared.testEngine?.stop();
}
