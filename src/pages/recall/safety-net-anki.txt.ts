import type { APIRoute } from 'astro';
import { taughtStock } from '../../components/card-stock.ts';
import { ankiFile } from '../../recall/anki-file.ts';

/** The cards of the whole course for Anki. */
export const GET: APIRoute = ({ url }) => new Response(ankiFile(taughtStock(), url.href));
