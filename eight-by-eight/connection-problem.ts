/** Node.js does not trust the certificate of the server, as behind a proxy that looks into TLS. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** Undici's words for the answer of a proxy to CONNECT. */
const REFUSED_BY_PROXY = /^Proxy response \((\d+)\)/;

/** Why a certificate or a proxy prevents a connection, and what to do; undefined for other errors. Begins in lower case. */
export function connectionProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNTRUSTED.has(code)) {
    return `its certificate is not trusted (${code}). If a proxy or a firewall of your network signs it, set NODE_EXTRA_CA_CERTS to the file of its CA certificate.`;
  }
  if (code === 'CERT_HAS_EXPIRED') return `its certificate has expired (${code}). Check the clock of this machine.`;
  const [, status] = REFUSED_BY_PROXY.exec(error.message) ?? [];
  if (status !== undefined) {
    return `the proxy refuses it (${status}). Check the proxy and its user and password in HTTPS_PROXY, or name the host in NO_PROXY.`;
  }
  // Of an error of fetch
  return connectionProblem(error.cause);
}
