/**
 * `SecureContext`: servers with TLS can be made and can listen, as frameworks do to read their options. What would
 * encrypt is `tls_wrap`, which refuses at the first connection.
 */
export class SecureContext {
  init(): void {}
  setOptions(): void {}
  setKey(): void {}
  setCert(): void {}
  addCACert(): void {}
  addCRL(): void {}
  addRootCerts(): void {}
  setAllowPartialTrustChain(): void {}
  setSigalgs(): void {}
  setCipherSuites(): void {}
  setCiphers(): void {}
  setECDHCurve(): void {}
  setDHParam(): void {}
  setMinProto(): void {}
  setMaxProto(): void {}
  setSessionIdContext(): void {}
  setSessionTimeout(): void {}
  setTicketKeys(): void {}
  enableTicketKeyCallback(): void {}
  loadPKCS12(): void {}
  close(): void {}
}
