import type { UiOptions } from '../../../page/site.ts';
import { startUi, type Ui } from '../../../page/start-ui.ts';
import { tableFigures } from '../../../page/table-figures.ts';
import { connectionTo, engine, type FreshTables, freshTables } from '../../support/engine.ts';
import { receiverOn } from '../../support/receiver.ts';

export interface UiUnderTest extends Ui {
  readonly tables: FreshTables;
  /** Posts a body to the real receiver, with `at` as the receive time. */
  post(body: string | object, receivedAt?: Date, contentType?: string): Promise<void>;
}

/** The page on separate tables. */
export async function uiOn(
  options: Partial<UiOptions> & { readonly name?: string } = {},
  endpoint = engine.endpoint,
): Promise<UiUnderTest> {
  const tables = await freshTables(endpoint);
  let receivedAt = new Date();
  const receiver = receiverOn(tables, { now: () => receivedAt });
  const connection = connectionTo(tables, options.name);
  const ui = await startUi(0, { connection, ...tableFigures(connection), ...options });
  return {
    url: ui.url,
    tables,
    post: async (body, at = new Date(), contentType = 'application/json') => {
      receivedAt = at;
      const { statusCode = 500 } = await receiver.post({ body, headers: { 'content-type': contentType } });
      if (statusCode >= 500) throw new Error(`The receiver answered ${statusCode}.`);
    },
    stop: async () => {
      await ui.stop();
      tables.client.destroy();
    },
  };
}
