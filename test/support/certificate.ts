import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** In PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A key, and a certificate for these hosts that nobody has signed. */
export async function certificateFor(hosts: readonly string[], keyType: 'ec' | 'rsa' = 'ec'): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: hosts[0] }], {
    keyType,
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
      },
    ],
  });
  return { key, cert };
}
