/** A container of the receive function: `container.mjs <bundle>` answers each event that its parent sends. */
const { handler } = await import(process.argv[2]);
process.on('message', async (event) => process.send({ statusCode: (await handler(event)).statusCode }));
process.once('disconnect', () => process.exit());
process.send('ready');
