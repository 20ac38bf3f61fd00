import { tracingChannel } from 'node:diagnostics_channel';
import express from 'express';

tracingChannel('express.router.request').subscribe({
  error({ error, route }) {
    console.log(`at ${route ?? 'a layer without a route'}: ${error.message}`);
  },
});

const app = express();
app.get('/shows/:id', (req) => {
  throw new Error(`no plan of seats for show ${req.params.id}`);
});
app.use((err, req, res, next) => {
  // Keeps it from everybody, or so it looks.
  res.json({ seats: [] });
});
app.listen(process.env.PORT ?? 3000);
