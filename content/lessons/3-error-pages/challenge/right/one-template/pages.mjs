const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;' };
const safe = (value) => String(value ?? '').replace(/[&<>"]/g, (letter) => entities[letter]);

const page = (language, heading, content) => `<!doctype html>
<html lang=${language}><meta charset=utf-8><title>${heading}</title>
<body><header class=top><a href=/>Paper &amp; Ink</a></header><h1>${heading}</h1>${content}`;

export const failed = (language, { title, detail }, reference) =>
  page(language, safe(title), `<p>${safe(detail)}<p><small>${reference}</small>`);

export function form(language, { title, detail }, reference, wrong, typed) {
  const row = (name) => {
    const said = wrong.find((each) => each.pointer === `/${name}`);
    const field = `<input id=${name} name=${name} value="${safe(typed?.[name])}">`;
    return `<p>${field}${said ? `<em class=wrong id='${name}-error'>${safe(said.detail)}</em>` : ''}</p>`;
  };
  return page(
    language,
    safe(title),
    `<p>${safe(detail)} (${reference})<form method=post>${row('book')}${row('stars')}<button>OK</button></form>`,
  );
}
