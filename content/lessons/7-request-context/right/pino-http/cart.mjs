import { logger, requests } from './log.mjs';

export async function loadCart(userId) {
  const { id, trace } = requests.getStore();
  const headers = { 'x-request-id': id, traceparent: trace };
  const response = await fetch(`${process.env.CARTS_URL}/carts/${userId}`, { headers });
  if (!response.ok) throw new Error(`the carts answered ${response.status}`);
  const cart = await response.json();
  logger.info({ items: cart.items.length }, 'cart loaded');
  return cart;
}
