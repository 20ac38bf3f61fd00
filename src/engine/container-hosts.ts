/**
 * The hosts that a network must let through for WebContainers, after the service's own pages
 * (https://webcontainers.io/guides/browser-config): its page, its files, its previews, and packages for `npm install`.
 */
export const containerHosts = [
  'stackblitz.com',
  '*.stackblitz.com',
  '*.staticblitz.com',
  '*.webcontainer.io',
  '*.webcontainer-api.io',
  '*.npmjs.org',
] as const;
