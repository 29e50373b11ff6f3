/**
 * A status that is older says nothing new to the recipient: it was redriven, replayed or reconciled. An hour is enough for the
 * vendor's and the receiver's retries.
 */
const MAX_AGE_MS = 3_600_000;

/** Hands a message that was not delivered to your application, which knows its text and its recipient's other address. */
export async function handler({ detail }) {
  const { umid, clientMessageId, state, statusTimestamp, errorReason } = detail;
  if (Date.now() - Date.parse(statusTimestamp) > MAX_AGE_MS) return;
  const response = await fetch(process.env.RESEND_URL, {
    method: 'POST',
    // A message may fail in several ways, and each event may arrive twice: the application sends for each key once
    headers: { 'content-type': 'application/json', 'idempotency-key': umid },
    body: JSON.stringify({ umid, clientMessageId, state, errorReason }),
  });
  // Lambda tries twice more within minutes, then keeps the event in the dead-letter queue
  if (!response.ok) throw new Error(`The application answered ${response.status}.`);
}
