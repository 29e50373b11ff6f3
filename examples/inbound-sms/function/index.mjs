/** Posts an inbound SMS to your application as 8x8 did. */
export async function handler(webhook) {
  const response = await fetch(process.env.APPLICATION_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(webhook),
  });
  // Lambda tries twice more within minutes, then keeps the event in the dead-letter queue
  if (!response.ok) throw new Error(`The application answered ${response.status}.`);
}
