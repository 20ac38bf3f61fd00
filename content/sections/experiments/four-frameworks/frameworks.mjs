import { serve } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';

// The same two failures in each, and no error handler in any.
const failures = {
  '/bug': () => new Error('connect postgres://shop:hunter2@db refused'),
  '/input': () => Object.assign(new Error('the date is in the past'), { status: 422, statusCode: 422 }),
};

const ready = (port) => process.send({ port });

export const frameworks = {
  Express() {
    const app = express();
    app.get('/:which', (req) => {
      throw failures[req.path]();
    });
    const server = app.listen(0, () => ready(server.address().port));
  },
  Fastify() {
    const app = Fastify();
    app.get('/:which', async (request) => {
      throw failures[request.url]();
    });
    app.listen({ port: 0 }, () => ready(app.server.address().port));
  },
  Koa() {
    const app = new Koa();
    app.use((context) => {
      throw failures[context.path]();
    });
    const server = app.listen(0, () => ready(server.address().port));
  },
  Hono() {
    const app = new Hono();
    app.get('/:which', (context) => {
      throw failures[context.req.path]();
    });
    serve({ fetch: app.fetch, port: 0 }, ({ port }) => ready(port));
  },
};
