/** The text without passwords in addresses, tokens, and what could be the number of a card. */
export const withoutSecrets = (text) =>
  text
    .replace(/:\/\/[^@\s/"]+@/g, '://[hidden]@')
    .replace(/\b(Bearer|Basic) [^\s"]+/gi, '$1 [hidden]')
    .replace(/\b\d(?:[ -]?\d){12,18}\b/g, '[hidden]');
