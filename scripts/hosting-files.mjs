/**
 * Writes what other hosts need to send the headers of `public/_headers`: `vercel.json` and `docs/nginx.conf`.
 *
 *     node scripts/hosting-files.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { knowsCredentialless, readShippedHeaders } from './headers-file.mjs';

const EMBEDDER = 'Cross-Origin-Embedder-Policy';
const userAgents = knowsCredentialless.source.replaceAll('\\/', '/');

const escaped = (path) => path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** https://vercel.com/docs/project-configuration#headers */
export function vercelFile(rules = readShippedHeaders()) {
  const headers = rules.map(({ path, headers: list }) => ({
    source: escaped(path).replaceAll('*', '(.*)'),
    headers: list.map(([key, value]) => ({ key, value })),
  }));
  headers.push({
    source: '/(.*)',
    has: [{ type: 'header', key: 'user-agent', value: `.*(?:${userAgents}).*` }],
    headers: [{ key: EMBEDDER, value: 'credentialless' }],
  });
  return `${JSON.stringify({ trailingSlash: true, headers }, null, 2)}\n`;
}

/** One variable per header, by the address: the last rule that fits is the one that counts, so it comes first. */
export function nginxFile(rules = readShippedHeaders()) {
  const names = [...new Set(rules.flatMap(({ headers }) => headers.map(([name]) => name)))];
  const variable = (name) => `$safety_net_${name.toLowerCase().replaceAll('-', '_')}`;
  const maps = names.map((name) => {
    const lines = rules
      .flatMap(({ path, headers }) =>
        headers.filter(([key]) => key === name).map(([, value]) => [path, value]),
      )
      .reverse()
      .map(([path, value]) => {
        const pattern = `~^${escaped(path).replaceAll('*', '[^?]*')}(?:\\?.*)?$`;
        return `    "${pattern}" "${name === EMBEDDER ? '$safety_net_isolation' : value}";`;
      });
    return `map $request_uri ${variable(name)} {\n    default "";\n${lines.join('\n')}\n}`;
  });
  return `# Safety Net on nginx: the maps belong into \`http { }\`. Written by scripts/hosting-files.mjs from public/_headers.

# Browsers that know \`credentialless\` are isolated by it, the others by \`require-corp\`.
map $http_user_agent $safety_net_isolation {
    default "require-corp";
    "~(?:${userAgents})" "credentialless";
}

${maps.join('\n\n')}

server {
    listen 443 ssl;
    server_name course.example.org;
    # ssl_certificate …; ssl_certificate_key …;

    root /srv/safety-net/dist;
    index index.html;
    error_page 404 /404.html;
    gzip on;
    gzip_types text/css text/javascript application/json image/svg+xml;

${names.map((name) => `    add_header ${name} ${variable(name)} always;`).join('\n')}

    location = /_headers {
        return 404;
    }
    location / {
        try_files $uri $uri/ =404;
    }
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('../', import.meta.url);
  for (const [name, text] of [
    ['vercel.json', vercelFile()],
    ['docs/nginx.conf', nginxFile()],
  ]) {
    const path = new URL(name, root);
    writeFileSync(path, text);
    console.log(`${name}: ${readFileSync(path, 'utf8').split('\n').length} lines`);
  }
}
