/** A review, or an error with the status 422 and the names of the wrong fields in `fields`. Leave it as it is. */
export function readReview(body) {
  const { book, stars } = body ?? {};
  const fields = [];
  if (typeof book !== 'string' || book.trim() === '') fields.push('book');
  if (!/^[1-5]$/.test(String(stars))) fields.push('stars');
  if (fields.length > 0) throw Object.assign(new Error('invalid review'), { status: 422, fields });
  return { book, stars: Number(stars) };
}
