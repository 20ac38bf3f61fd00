export class SupplierDown extends Error {
  constructor(message, { status = 503, ...options } = {}) {
    super(message, options);
    this.status = status;
  }
}
