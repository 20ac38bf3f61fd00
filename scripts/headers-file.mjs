import { readFileSync } from 'node:fs';

/**
 * Reads a `_headers` file: a path pattern per block, then its header lines, indented. `*` stands for any text and
 * `:name` for one segment (https://docs.netlify.com/manage/routing/headers/).
 */
export function parseHeadersFile(text) {
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      rules.push({ path: line.trim(), pattern: toPattern(line.trim()), headers: [] });
      continue;
    }
    const colon = line.indexOf(':');
    rules.at(-1)?.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return rules;
}

function toPattern(path) {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replace(/:\w+/g, '[^/]+')}$`);
}

/** The headers of every rule that matches; a later rule's value stands. */
export function headersFor(rules, pathname) {
  return Object.fromEntries(
    rules.filter(({ pattern }) => pattern.test(pathname)).flatMap(({ headers }) => headers),
  );
}

/** Chromium since 96 and Firefox since 119 know `credentialless`; others would not be isolated by it at all. */
export const knowsCredentialless =
  /(?:Chrome|Chromium)\/(?:9[6-9]|\d{3,})|Firefox\/(?:119|1[2-9]\d|[2-9]\d{2})/;

/** The headers for one browser: isolated in the way that asks least of what a page loads. */
export function headersForBrowser(headers, userAgent = '') {
  if (headers['Cross-Origin-Embedder-Policy'] !== 'require-corp' || !knowsCredentialless.test(userAgent)) {
    return headers;
  }
  return { ...headers, 'Cross-Origin-Embedder-Policy': 'credentialless' };
}

/** The rules of `public/_headers`, which the published site is served with. */
export function readShippedHeaders() {
  return parseHeadersFile(readFileSync(new URL('../public/_headers', import.meta.url), 'utf8'));
}

/** Lets Vite's server send the shipped headers of the sandbox, which has a policy of its own. */
export function headersPlugin() {
  return {
    name: 'safety-net:headers',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = new URL(request.url, 'http://localhost').pathname;
        if (path.startsWith('/_engine/sandbox.')) {
          const headers = headersFor(readShippedHeaders(), path);
          for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        }
        next();
      });
    },
  };
}
