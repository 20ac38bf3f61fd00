export async function loadCart({ user, id, trace, log }) {
  const response = await fetch(`${process.env.CARTS_URL}/carts/${user.id}`, {
    headers: { 'X-Request-Id': id, traceparent: trace },
  });
  if (!response.ok) throw new Error(`the carts answered ${response.status}`);
  const cart = await response.json();
  log('info', 'cart loaded', { items: cart.items.length });
  return cart;
}
