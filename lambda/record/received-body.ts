import { asciiJson, isJsonObject } from '../receipt/json.ts';

/** A body as received from an authenticated caller. The fallback queue holds these. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  /** Our clock, when the caller posted it. */
  readonly receivedAt: Date;
  /** Set if the bytes are still encoded, because the content encoding is not supported or not true. Not in the queue. */
  readonly undecodable?: 'unsupported' | 'corrupt';
}

/**
 * Limit of a message in bytes. SQS took no more before August 2025, and takes 1 MiB since.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const MAX_MESSAGE_BYTES = 262_144;

/**
 * The message of the queue. ASCII, because SQS refuses some characters. A text body stays text instead of Base64, so that
 * people can read it in the dead-letter queue, unless its escapes make the message too large: 64 KiB of control characters
 * have 384 KiB of escapes.
 */
export function toQueueMessage({ bytes, contentType, receivedAt }: ReceivedBody): string {
  const content = Buffer.from(bytes);
  const text = content.toString();
  const fields = { receivedAt: receivedAt.toISOString(), contentType };
  const asText = asciiJson({ ...fields, body: text });
  return Buffer.from(text).equals(content) && asText.length <= MAX_MESSAGE_BYTES
    ? asText
    : asciiJson({ ...fields, bodyBase64: content.toString('base64') });
}

/** Undefined if the message does not have our format. */
export function fromQueueMessage(message: string): ReceivedBody | undefined {
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
