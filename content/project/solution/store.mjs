const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A stand-in for a database. It stays as it is, event 3 included.
export const store = {
  down: false,
  rows: [
    { id: 1, name: 'Jazz night', seats: 3 },
    { id: 2, name: 'Chess cup', seats: 0 },
    { id: 3, name: null, seats: 9 },
  ],
  async find(id) {
    await sleep(5);
    if (this.down) throw new Error('connect postgres://app:hunter2@db refused');
    return this.rows.find((row) => row.id === Number(id));
  },
  async all() {
    await sleep(5);
    if (this.down) throw new Error('connect postgres://app:hunter2@db refused');
    return this.rows;
  },
};
