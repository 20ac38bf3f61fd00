import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib.metadata import version

from flask import Flask, abort

from tab import Log, claim, done, run_tab

app = Flask('tab')
run_tab(app=app)


@app.get('/boom')
def boom():
    raise RuntimeError('hunter2')


@app.get('/forbidden')
def forbidden():
    abort(403)


client = app.test_client()
claim('404, 405 and abort(403) answer for themselves', [client.get('/nope').status_code, client.post('/boom').status_code, client.get('/forbidden').status_code] == [404, 405, 403])
with Log() as log:
    answer = client.get('/boom')
claim('the unexpected is a 500 with a sentence', (answer.status_code, answer.json) == (500, {'error': 'Something went wrong'}), answer.data)
claim('and is logged with its traceback and its path', 'Traceback' in log.text and "GET '/boom'" in log.text, log.text)

plain = Flask('plain')
plain.add_url_rule('/boom', view_func=boom)
with Log() as log:
    answer = plain.test_client().get('/boom')
claim('details are hidden unless debug mode is on', answer.status_code == 500 and 'hunter2' not in answer.text, answer.data)
claim('and logged', 'hunter2' in log.text)

folder = tempfile.mkdtemp()
with open(os.path.join(folder, 'app.py'), 'w', encoding='utf8') as file:
    file.write("from flask import Flask\napp = Flask(__name__)\napp.config['DEBUG'] = False\n@app.get('/boom')\ndef boom():\n    raise RuntimeError('hunter2')\n")
with socket.socket() as free:
    free.bind(('127.0.0.1', 0))
    port = free.getsockname()[1]


def asked(*command):
    """What `/boom` answers when the server is started like this, and a second time."""
    server = subprocess.Popen([sys.executable, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        texts = []
        until = time.monotonic() + 60
        while len(texts) < 2 and server.poll() is None and time.monotonic() < until:
            try:
                urllib.request.urlopen(f'http://127.0.0.1:{port}/boom', timeout=30)
            except urllib.error.HTTPError as error:
                texts.append(error.read().decode())
            except OSError:
                time.sleep(0.1)  # not listening yet
        return texts
    finally:
        server.kill()
        server.wait()


run = ['-m', 'flask', '--app', 'app', 'run', '--port', str(port), '--no-reload']
if [int(part) for part in version('flask').split('.')[:3]] >= [2, 2, 3]:  # before, it stands in front of `run`
    claim('`flask run --debug` switches the debugger on over the code', 'hunter2' in (asked(*run, '--debug') or [''])[0])
by_hand = f'from app import app; app.run(debug=True, port={port}, use_reloader=False)'
claim('so does `app.run(debug=True)`', 'hunter2' in (asked('-c', by_hand) or [''])[0])
claim('`flask run` hides it', 'hunter2' not in (asked(*run) or ['hunter2'])[0])
for value in [True, False]:
    with open(os.path.join(folder, 'app.py'), 'a', encoding='utf8') as file:
        file.write(f"app.config['PROPAGATE_EXCEPTIONS'] = {value}\n")
    claim(f'with PROPAGATE_EXCEPTIONS {value} the next request is answered as well', len(asked(*run)) == 2)
done()
