// Loaded before a program: `AsyncLocalStorage` keeps its store until the first `await`, as webcontainer-core #1169 tells.
const hooks = require('node:async_hooks');

const stores = new WeakMap();
hooks.AsyncLocalStorage.prototype.run = function run(store, callback, ...args) {
  const before = stores.get(this);
  stores.set(this, store);
  try {
    return callback(...args);
  } finally {
    stores.set(this, before);
  }
};
hooks.AsyncLocalStorage.prototype.getStore = function getStore() {
  return stores.get(this);
};
process.execArgv.splice(0);
