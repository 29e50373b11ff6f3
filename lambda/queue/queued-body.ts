import { asciiJson } from '../receipt/ascii.ts';
import { isJsonObject } from '../receipt/receipt.ts';

/** A body as it was received from an authenticated caller: what goes through the fallback queue. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  /** Our clock, when the caller posted it. */
  readonly receivedAt: Date;
}

/**
 * The message of the queue. ASCII, because SQS refuses some characters; text rather than Base64 where the body is
 * text, for whoever looks into the dead-letter queue.
 */
export function encode({ bytes, contentType, receivedAt }: ReceivedBody): string {
  const content = Buffer.from(bytes);
  const text = content.toString();
  return asciiJson({
    receivedAt: receivedAt.toISOString(),
    contentType,
    ...(Buffer.from(text).equals(content) ? { body: text } : { bodyBase64: content.toString('base64') }),
  });
}

/** Undefined for what is no message of ours. */
export function decode(message: string): ReceivedBody | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (!isJsonObject(fields)) return undefined;
  const { body, bodyBase64, contentType } = fields;
  const receivedAt = new Date(typeof fields.receivedAt === 'string' ? fields.receivedAt : Number.NaN);
  const bytes =
    typeof body === 'string'
      ? Buffer.from(body)
      : typeof bodyBase64 === 'string'
        ? Buffer.from(bodyBase64, 'base64')
        : undefined;
  if (bytes === undefined || Number.isNaN(receivedAt.getTime())) return undefined;
  return { bytes, receivedAt, contentType: typeof contentType === 'string' ? contentType : undefined };
}
