// All suppliers are down today: leave this file as it is.
export const suppliers = {
  prices(name) {
    throw new Error(`the supplier ${name} does not answer`);
  },
  stock(name) {
    throw new RangeError(`the supplier ${name} does not answer`);
  },
};
