import http from 'node:http';
import { SupplierDown } from './supplier-down.mjs';

/** A call with node:http instead of fetch; calls off what takes longer than `patience` milliseconds. */
export function call(path, { method = 'GET', headers = {}, body, patience = 350 } = {}) {
  return new Promise((resolve, reject) => {
    const down = (reason, cause) => reject(new SupplierDown(`${path}: ${reason}`, { cause }));
    const request = http.request(new URL(path, process.env.SUPPLIERS_URL), { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('error', (error) => down('cut', error));
      response.on('close', () => {
        clearTimeout(timer);
        if (!response.complete) return down('incomplete');
        if (response.statusCode >= 400) return down(`status ${response.statusCode}`);
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          down('no JSON', error);
        }
      });
    });
    const timer = setTimeout(() => request.destroy(new Error('too late')), patience);
    request.on('error', (error) => {
      clearTimeout(timer);
      down(error.message, error);
    });
    request.end(body);
  });
}

export async function priceOf(id) {
  const price = await call(`/prices/${id}`);
  if (price?.amount === undefined) throw new SupplierDown(`no price for ${id}`);
  return price.amount;
}

export async function charge(order, key) {
  const headers = { 'Content-Type': 'application/json' };
  if (key !== undefined) headers['Idempotency-Key'] = key;
  const made = await call('/charges', { method: 'POST', headers, body: JSON.stringify(order), patience: 700 });
  if (!made.id) throw new SupplierDown('no charge', { status: 502 });
  return made;
}
