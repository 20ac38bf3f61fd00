import { headersForNext } from './context.mjs';
import { log } from './log.mjs';

// Knows nothing of any request.
export async function loadCart(userId) {
  const response = await fetch(`${process.env.CARTS_URL}/carts/${userId}`, { headers: headersForNext() });
  if (!response.ok) throw new Error(`the carts answered ${response.status}`);
  const cart = await response.json();
  log('info', 'cart loaded', { items: cart.items.length });
  return cart;
}
