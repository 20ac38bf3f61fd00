import textwrap
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from flask import Flask

from tab import Log, claim, done, needs, source

(requests,) = needs('requests')


class Reviews(BaseHTTPRequestHandler):
    mood = 'well'

    def do_GET(self):
        if self.mood == 'hang':
            return time.sleep(2)
        if self.mood == 'reset':
            return self.connection.close()
        body = {'garbage': b'<html>', 'drip': b'["slow"]'}.get(self.mood, b'["fine"]')
        self.send_response(500 if self.mood == 'error' else 200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        for byte in body:
            if self.mood == 'drip':
                time.sleep(0.1)
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(('127.0.0.1', 0), Reviews)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()

# The tab is the middle of a route: here it is the whole of a function.
scope = {'requests': requests, 'app': Flask('tab'), 'last_good': {7: ['old']}, 'suppliers': f'http://127.0.0.1:{server.server_port}'}
exec(compile('def reviews_of(product_id):\n' + textwrap.indent(source, '    ') + '\n    return reviews\n', 'tab.py', 'exec'), scope)
reviews_of = scope['reviews_of']
claim('on a good day it shows what the supplier says', reviews_of(7) == ['fine'])
for mood in ['hang', 'error', 'garbage', 'reset']:
    Reviews.mood = mood
    begun = time.monotonic()
    with Log() as log:
        found = reviews_of(7)
    claim(f'{mood}: the last good ones, and a warning', found == ['old'] and 'degraded: no reviews for 7' in log.text, (found, log.text))
    if mood == 'hang':
        claim('it does not wait for what hangs', time.monotonic() - begun < 1.9)
Reviews.mood = 'error'
claim('`requests` does not raise for a 500 unless asked', requests.get(scope['suppliers']).status_code == 500)
Reviews.mood = 'drip'
begun = time.monotonic()
claim('the limit is between two bytes, not for the whole call', reviews_of(7) == ['slow'] and time.monotonic() - begun > 0.5)
done()
