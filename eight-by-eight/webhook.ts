import * as v from 'valibot';

/** A webhook of an 8x8 account, as the configuration API returns it, with masked credentials. */
export const webhookSchema = v.object({
  /** `*` is the whole account. */
  subAccountId: v.string(),
  url: v.string(),
  enabled: v.nullish(v.boolean()),
  httpAuthorization: v.nullish(v.string()),
  oauth: v.nullish(v.looseObject({})),
});

export type Webhook = v.InferOutput<typeof webhookSchema>;

/** A webhook to set. */
export interface NewWebhook {
  readonly subAccountId: string;
  readonly url: string;
  /** The whole `Authorization` header. Secret. */
  readonly httpAuthorization?: string;
  readonly oauth?: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
}

/** A webhook in the old format, which is for one type of events. */
export interface OldWebhookKey {
  readonly subAccountId: string;
  /** Such as `MO`; `*` for all. */
  readonly type: string;
}

export const oldWebhookSchema = v.object({ subAccountId: v.string(), type: v.string(), url: v.string() });

/** A webhook in the old format as a refusal names it. */
export type OldWebhook = v.InferOutput<typeof oldWebhookSchema>;

/** What 8x8 returns instead of a secret. */
export const SECRET_MASK = '***';

/** What a webhook for SMS receives (8x8 Connect documentation, webhooks for SMS). */
export const RECEIVED_BY_WEBHOOK = 'delivery receipts, inbound SMS and clicks on short URLs';

export function isEnabled({ enabled }: Webhook): boolean {
  return enabled ?? true;
}

/** How the webhook authenticates. The receiver accepts a fixed `Authorization` header, and a token in the URL. */
export function credentialOf({ httpAuthorization, oauth, url }: Webhook): 'header' | 'url' | 'oauth' | 'none' {
  if (oauth) return 'oauth';
  if (httpAuthorization) return 'header';
  return URL.canParse(url) && new URL(url).searchParams.has('token') ? 'url' : 'none';
}

/** Whether the webhook posts to this URL. Its own may also have a query, because a token can be there. */
export function postsTo({ url }: Webhook, callbackUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(callbackUrl)) return url === callbackUrl;
  const target = new URL(url);
  target.search = '';
  target.hash = '';
  return target.href === new URL(callbackUrl).href;
}

/** The scope of a webhook as text. `*` is the whole account. */
export function scopeText(subAccountId: string): string {
  return subAccountId === '*' ? 'the whole account (*)' : `sub-account ${subAccountId}`;
}

/** A URL without user, password and query values, which may be secret. */
export function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username || url.password) {
    url.username = '***';
    url.password = '';
  }
  for (const name of url.searchParams.keys()) url.searchParams.set(name, '***');
  return url.href;
}
