/** Position of a part that the address does not have, and the port that it does not name. */
export const omitted = 0xffffffff;

/** The library's numbers of schemes. */
const schemeTypes: Readonly<Record<string, number>> = {
  'http:': 0,
  'https:': 2,
  'ws:': 3,
  'ftp:': 4,
  'wss:': 5,
  'file:': 6,
};
const notSpecial = 1;

/**
 * Finds the parts of a serialized URL and writes their positions to `out`, in this order: end of the protocol, end of
 * the user name, start and end of the host (the start is the `@` where there is one), the port's number, starts of
 * path, search and hash, and the scheme's number. This is the layout of Ada's `url_aggregator`
 * (https://github.com/ada-url/ada).
 */
export function scanComponents(href: string, out: Uint32Array): Uint32Array {
  const protocolEnd = href.indexOf(':') + 1;
  const hash = href.indexOf('#', protocolEnd);
  const beforeHash = hash === -1 ? href.length : hash;
  const question = href.indexOf('?', protocolEnd);
  const search = question === -1 || question > beforeHash ? -1 : question;
  const beforeSearch = search === -1 ? beforeHash : search;

  let usernameEnd = protocolEnd;
  let hostStart = protocolEnd;
  let hostEnd = protocolEnd;
  let pathStart = protocolEnd;
  let port = omitted;
  if (href.startsWith('//', protocolEnd)) {
    const start = protocolEnd + 2;
    const slash = href.indexOf('/', start);
    pathStart = slash === -1 || slash > beforeSearch ? beforeSearch : slash;
    usernameEnd = start;
    hostStart = start;
    let nameStart = start;
    const at = href.lastIndexOf('@', pathStart - 1);
    if (at >= start) {
      const colon = href.indexOf(':', start);
      usernameEnd = colon !== -1 && colon < at ? colon : at;
      hostStart = at;
      nameStart = at + 1;
    }
    hostEnd = pathStart;
    const colon = href.lastIndexOf(':', pathStart - 1);
    // Colons within brackets belong to an address.
    if (colon >= nameStart && href.lastIndexOf(']', pathStart - 1) < colon) {
      hostEnd = colon;
      port = Number(href.slice(colon + 1, pathStart));
    }
  } else if (href.startsWith('/.//', protocolEnd)) {
    // A path of two slashes without a host is written with `/.` before it, which is not part of the path.
    pathStart = protocolEnd + 2;
  }

  out[0] = protocolEnd;
  out[1] = usernameEnd;
  out[2] = hostStart;
  out[3] = hostEnd;
  out[4] = port;
  out[5] = pathStart;
  out[6] = search === -1 ? omitted : search;
  out[7] = hash === -1 ? omitted : hash;
  out[8] = schemeTypes[href.slice(0, protocolEnd)] ?? notSpecial;
  return out;
}
