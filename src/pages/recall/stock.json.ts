import type { APIRoute } from 'astro';
import { cardStock } from '../../components/card-stock.ts';

/** All cards that a deck can come to hold, fetched by the page of the deck. */
export const GET: APIRoute = () => new Response(JSON.stringify(cardStock()));
