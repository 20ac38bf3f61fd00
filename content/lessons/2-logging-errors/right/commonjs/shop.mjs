import { setTimeout as pause } from 'node:timers/promises';

const orders = new Map([
  ['1', { id: '1', total: 40 }],
  ['2', { id: '2', total: 25 }],
  ['3', { id: '3', total: 0 }], // paid with a voucher
  ['4', { id: '4', total: 12 }],
]);

export function findOrder(id) {
  const order = orders.get(id);
  if (!order) throw Object.assign(new Error(`There is no order ${id}`), { status: 404 });
  return order;
}

// The bank takes its time, and today it does not answer at all.
async function callBank() {
  await pause(20);
  throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.9:443'), { code: 'ECONNREFUSED' });
}

export async function chargeCard(card, amount) {
  try {
    await callBank(card, amount);
  } catch (cause) {
    throw new Error('could not charge the card', { cause });
  }
}
