import express from 'express';

const app = express();

// Calls the reviews and tells what became of it.
app.get('/try', async (req, res) => {
  try {
    const response = await fetch(`${process.env.SUPPLIERS_URL}/reviews/1`, { signal: AbortSignal.timeout(250) });
    console.log(`fetch resolved: ok is ${response.ok}, status ${response.status}`);
    await response.json();
    console.log('response.json() resolved');
    res.json({ outcome: 'resolved' });
  } catch (error) {
    console.log(`rejected: ${error.name}: ${error.message.slice(0, 60)}${error.cause ? ` (cause: ${error.cause.code})` : ''}`);
    res.json({ outcome: error.name });
  }
});

app.listen(process.env.PORT ?? 3000);
