/** Hands a message that was not delivered to your application, which knows its text and its recipient's other address. */
export async function handler({ detail }) {
  const { id, umid, clientMessageId, state, errorReason } = detail;
  const response = await fetch(process.env.RESEND_URL, {
    method: 'POST',
    // Events arrive at least once: the application sends for each key once
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify({ umid, clientMessageId, state, errorReason }),
  });
  // Lambda tries twice more within minutes, then keeps the event in the dead-letter queue
  if (!response.ok) throw new Error(`The application answered ${response.status}.`);
}
