import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type OldWebhook, oldWebhookSchema, type Webhook, webhookSchema } from '../../eight-by-eight/webhook.ts';
import { CliError } from '../../toolbox/errors.ts';

/** What `wire` replaced and deleted. */
export interface SavedWebhooks {
  /** With the masks that 8x8 returns for secrets. */
  readonly webhooks: readonly Webhook[];
  readonly oldWebhooks: readonly OldWebhook[];
}

const savedSchema = v.object({ webhooks: v.array(webhookSchema), oldWebhooks: v.array(oldWebhookSchema) });

/** Only the user may read it: a URL may contain a secret. */
const FILE_MODE = 0o600;

/** Of this moment and in the current folder, so that no earlier file is overwritten. */
export function defaultPath(subAccount: string, now: Date): string {
  const scope = subAccount === '*' ? 'account' : subAccount;
  return `webhooks-of-${scope}-${now.toISOString().replaceAll(':', '')}.json`;
}

/** @throws CliError if the file cannot be written */
export async function saveWebhooks(path: string, saved: SavedWebhooks): Promise<void> {
  await writeFile(path, `${JSON.stringify(saved, null, 2)}\n`, { mode: FILE_MODE }).catch((error) => {
    throw new CliError(
      `The file ${path}, which keeps what is replaced, cannot be written (${error.code}), so nothing is replaced. Name another one with --save.`,
    );
  });
}

/** @throws CliError if the file cannot be read or is not one of {@link saveWebhooks} */
export async function readSavedWebhooks(path: string): Promise<SavedWebhooks> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new CliError(`The file ${path} cannot be read (${error.code}).`);
  });
  const saved = v.safeParse(v.pipe(v.string(), v.parseJson(), savedSchema), text);
  if (saved.success) return saved.output;
  throw new CliError(`${path} is not a file of webhooks that wire wrote.`);
}
