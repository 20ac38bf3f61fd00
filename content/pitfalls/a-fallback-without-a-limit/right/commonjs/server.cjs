const http = require('node:http');
const express = require('express');

const app = express();

/** Resolves to the parsed body; the time covers everything from the connection to the last byte. */
function getJson(url, milliseconds) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        return reject(new Error(`status ${response.statusCode}`));
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
    });
    const timer = setTimeout(() => request.destroy(new Error(`nothing after ${milliseconds} ms`)), milliseconds);
    request.on('error', reject);
    request.on('close', () => clearTimeout(timer));
  });
}

app.get('/films/:id', (req, res, next) => {
  const film = req.params.id;
  getJson(`${process.env.RECS_URL}/recs/${film}`, 400)
    .then((recs) => ({ recs, degraded: false }))
    .catch((error) => {
      console.warn(`film ${film} goes without recommendations: ${error.message}`);
      return { recs: [], degraded: true };
    })
    .then((shown) => res.json({ film, ...shown }))
    .catch(next);
});

app.listen(process.env.PORT ?? 3000);
