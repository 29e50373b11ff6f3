import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { LogFormatError, type NumberedRow, readLog } from '../../../lambda/reconcile/read-log.ts';
import { header, LOG_COLUMNS, type LogFields, logFile, logLine, logRow } from '../../support/vendor-log.ts';

async function rowsOf(text: string, skip = 0): Promise<NumberedRow[]> {
  const rows: NumberedRow[] = [];
  for await (const row of readLog(Readable.from([text]), skip)) rows.push(row);
  return rows;
}

async function rowOf(fields: LogFields) {
  const [read] = await rowsOf(logFile([logRow(1, fields)]));
  return read?.row;
}

async function receiptOf(fields: LogFields = {}) {
  const row = await rowOf(fields);
  if (row?.kind !== 'outbound') throw new Error(JSON.stringify(row));
  return row.receipt;
}

describe('a row of the log', () => {
  test('becomes a receipt of the log, by the rules for receipts', async () => {
    expect(
      await receiptOf({
        umid: '9E09AC86-BD74-5465-851D-1EB5A5FDBB9A',
        status_value: 'Undelivered',
        status_details: 'rejected_by_operator',
        status_errorcode: '15',
        status_errormessage: 'Invalid destination',
        msisdn: '12025550293',
        mcc: '310',
        mnc: '260',
        smscount: '12',
        batchid: 'batch-1',
        clientbatchid: 'order-batch-1',
      }),
    ).toEqual({
      umid: '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a',
      origin: 'vendor_log',
      identity: {
        batchId: 'batch-1',
        clientMessageId: 'order-1',
        clientBatchId: 'order-batch-1',
        subAccountId: 'Acme_1',
        source: '8x8',
        destination: '+12025550293',
        country: 'US',
        operator: '310-260',
      },
      status: {
        state: 'undelivered',
        detail: 'rejected_by_operator',
        timestamp: '2090-01-01T00:00:10Z',
        errorCode: 15,
        errorMessage: 'Invalid destination',
        price: { total: 0.0125, perSms: 0.0125, currency: 'USD' },
        smsCount: 12,
      },
    });
  });

  test.each(['1202****93', '+1202XXXX', '***', 'Redacted', '', '1202555'.repeat(4)])(
    'with the number %j has no destination',
    async (msisdn) => {
      expect((await receiptOf({ msisdn })).identity).not.toHaveProperty('destination');
    },
  );

  test.each<[LogFields, object]>([
    [
      { country: 'us', mcc: '310', mnc: '01' },
      { country: 'US', operator: '310-01' },
    ],
    [{ country: 'United States', mcc: '310' }, {}],
    [{ country: '', mcc: 'null', mnc: '1' }, {}],
  ])('has the network that %j names', async (fields, network) => {
    const { country, operator } = (await receiptOf(fields)).identity;
    expect({ ...(country && { country }), ...(operator && { operator }) }).toEqual(network);
  });

  test('may have one of its two prices', async () => {
    expect((await receiptOf({ price_persms: '' })).status.price).toEqual({ total: 0.0125, currency: 'USD' });
    expect((await receiptOf({ price_total: '' })).status.price).toEqual({ perSms: 0.0125, currency: 'USD' });
  });

  test('never has the text of the message', async () => {
    expect(JSON.stringify(await receiptOf({ body: 'secret' }))).not.toContain('secret');
  });

  test.each(['NULL', 'null', 'None', 'N/A', '-', '--', 'x', 'E15', '1.5', '0,05', ''])(
    'with %j in the optional columns is read without them',
    async (absent) => {
      const needed = ['umid', 'direction', 'status_value', 'status_timestamp'];
      const optional = LOG_COLUMNS.filter((name) => !needed.includes(name));
      const { status, extra } = await receiptOf(Object.fromEntries(optional.map((name) => [name, absent])));
      expect(status).toMatchObject({ state: 'delivered' });
      for (const name of ['errorCode', 'smsCount']) expect(status).not.toHaveProperty(name);
      if (absent !== '1.5') expect(status).not.toHaveProperty('price');
      expect(extra).toBeUndefined();
      if (/^(null|none|n\/a|-*)$/i.test(absent)) expect(status).not.toHaveProperty('errorMessage');
    },
  );

  test('with bare commas and quotes in the text of the message is read', async () => {
    const [row] = await rowsOf(`${header()}${logLine(logRow(1)).trimEnd()} first, "second", third\n`);
    expect(row?.row).toMatchObject({ kind: 'outbound' });
  });

  test('of an inbound message is left out', async () => {
    expect(await rowOf({ direction: '0', umid: '' })).toEqual({ kind: 'inbound' });
  });

  test.each<[string, LogFields, RegExp]>([
    ['a direction that is not documented', { direction: 'out' }, /^direction must be 0 or 1$/],
    ['a time in another form', { status_timestamp: '01/02/2026 03:04' }, /^status_timestamp must be like/],
    ['a umid that is not a UUID', { umid: '17' }, /^umid must be a UUID/],
    ['no state', { status_value: '' }, /^status_value /],
  ])('with %s is unreadable', async (_, fields, reason) => {
    expect(await rowOf(fields)).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });
});

describe('a file of the log', () => {
  test('is read by the names of its columns, in any order and case, after a byte order mark', async () => {
    const umid = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
    const row = `2026-01-01 00:00:00,sent,1,${umid}`;
    const status = { state: 'sent', timestamp: '2026-01-01T00:00:00Z' };
    const receipt = { umid, identity: {}, status, origin: 'vendor_log' };
    expect(await rowsOf(`\ufeff"Status_Timestamp",STATUS_VALUE ,direction, UMID\n${row}\n${row},more\n`)).toEqual([
      { line: 2, row: { kind: 'outbound', receipt, createdAt: undefined } },
      { line: 3, row: { kind: 'unreadable', reason: 'must have 4 columns, not 5' } },
    ]);
  });

  test.each(['\r\n', '\n', '\r'])('may end its header otherwise than its rows, which end in %j', async (end) => {
    const rows = [logRow(1), logRow(2, { body: 'two\nlines, "quoted"' }), logRow(3)];
    for (const other of ['\r\n', '\n', '\r']) {
      const text = header().trimEnd() + other + rows.map((row) => logLine(row).trimEnd() + end).join('');
      expect((await rowsOf(text)).map(({ row }) => row.kind)).toEqual(['outbound', 'outbound', 'outbound']);
    }
  });

  test('broken rows are reported with their lines, and the others are read', async () => {
    const text = logFile([logRow(1), 'a,b\n', '\n', logRow(2, { body: 'two\nlines, "quoted"' }), logRow(3)]);
    const rows = await rowsOf(text);
    expect(rows.map(({ line, row }) => [line, row.kind])).toEqual([
      [2, 'outbound'],
      [3, 'unreadable'],
      [6, 'outbound'],
      [7, 'outbound'],
    ]);
    expect(rows[1]?.row).toEqual({ kind: 'unreadable', reason: 'must have 24 columns, not 2' });
  });

  test('can be read from any row on', async () => {
    const text = logFile([logRow(1), 'a,b\n', logRow(2, { body: 'two\nlines' }), logRow(3)]);
    const all = await rowsOf(text);
    for (let skip = 0; skip <= all.length + 1; skip += 1) expect(await rowsOf(text, skip)).toEqual(all.slice(skip));
  });

  describe.each([
    ['a quote that is never closed', '"never closed\n', 'has a quote that is never closed'],
    ['a quote that is not closed for long', `"${'x\n'.repeat(200_000)}`, 'is too long: a quote may not be closed'],
    ['a field that is too long', `"${'x'.repeat(300_000)}"\n`, 'is too long: a quote may not be closed'],
    ['a line that is too long', `${'x'.repeat(300_000)}\n`, 'is too long: a quote may not be closed'],
  ])('with %s', (_, broken, reason) => {
    const text = logFile([logRow(1), logRow(2, { body: 'two\nlines' }), broken, logRow(3), logRow(4)]);

    test.each([100, 16_384, 65_536, text.length])(
      'in chunks of %i characters is read up to that row only',
      async (size) => {
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
          text.slice(at * size, (at + 1) * size),
        );
        for (const skip of [0, 1, 2]) {
          const lines: number[] = [];
          const read = async () => {
            for await (const { line } of readLog(Readable.from(chunks), skip)) lines.push(line);
          };
          await expect(read()).rejects.toThrow(
            new LogFormatError(`The row at line 5 ${reason}. It and what follows it were not read.`),
          );
          expect(lines).toEqual([2, 4].slice(skip));
        }
      },
    );
  });

  test.each([
    ['without a column that is needed', 'umid,direction\n', /lacks the columns status_value, status_timestamp/],
    ['of another format', '<html>', /not a log of messages/],
    ['that a spreadsheet has saved', 'umid;direction;status_value;status_timestamp\n', /";" stands for a comma/],
    ['with tabs', 'umid\tdirection\tstatus_value\tstatus_timestamp\n', /a tab stands for a comma/],
    ['that is empty', '', /not even a header/],
  ])('%s is refused', async (_, text, message) => {
    await expect(rowsOf(text)).rejects.toThrow(message);
  });

  test('is closed when the reader stops', async () => {
    const file = new Readable({ read: () => undefined });
    file.push(logFile([logRow(1), logRow(2)]));
    for await (const _ of readLog(file)) break;
    expect(file.destroyed).toBe(true);
  });

  test('an error of its stream ends the read', async () => {
    const file = Readable.from(
      (async function* () {
        yield header();
        throw new Error('the connection broke');
      })(),
    );
    const read = async () => {
      for await (const _ of readLog(file));
    };
    await expect(read()).rejects.toThrow('the connection broke');
  });
});
