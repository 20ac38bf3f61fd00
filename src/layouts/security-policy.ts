import { createHash } from 'node:crypto';

/**
 * What a page may load: this site's own files and nothing else, from anywhere. `style-src` lets the editor add its
 * styles; the sandbox is a frame of this site with a policy of its own.
 *
 * @param scripts the texts of the page's inline scripts
 */
export function securityPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
