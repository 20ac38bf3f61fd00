import io
import logging
import threading

from flask import Flask, g

from tab import claim, done, run_tab

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter('%(request_id)s %(message)s'))
app = Flask('tab')
log = logging.getLogger('shop')
log.setLevel(logging.INFO)
log.addHandler(handler)
run_tab(app=app, handler=handler)


@app.get('/')
def home():
    log.info('asked')
    thread = threading.Thread(target=lambda: log.info('in a thread'))
    thread.start()
    thread.join()
    return g.request_id


client = app.test_client()
given = client.get('/', headers={'X-Request-Id': 'visit-1'}).text
lines = stream.getvalue().splitlines()
claim('an id that was given is kept', given == 'visit-1', given)
claim('each record has the id of its request', lines[0] == 'visit-1 asked', lines)
claim('in a thread of your own there is none', lines[1] == 'None in a thread', lines)
for odd in ['a b', 'x' * 65, '<b>']:
    claim(f'`{odd[:4]}…` is not taken over', client.get('/', headers={'X-Request-Id': odd}).text not in (odd, ''))
claim('each visitor without one gets another', client.get('/').text != client.get('/').text)


class Middleware:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        try:
            g.seen = True
            self.found = 'a g'
        except RuntimeError as error:
            self.found = str(error).split('.')[0]
        return self.inner(environ, start_response)


app.wsgi_app = middleware = Middleware(app.wsgi_app)
client.get('/')
claim('WSGI middleware has no `g`', middleware.found.startswith('Working outside of'), middleware.found)
done()
