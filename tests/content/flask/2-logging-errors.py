import contextlib
import io
import logging
import os
import tempfile

os.chdir(tempfile.mkdtemp())

from tab import claim, done, run_tab

out = io.StringIO()
with contextlib.redirect_stdout(out):  # the handler takes sys.stdout as it is when it is configured
    app = run_tab()['app']
seen = []


@app.get('/boom')
def boom():
    raise RuntimeError('disk full')


client = app.test_client()
failed_ = client.get('/boom')
logged = open('error.log', encoding='utf8').read()
claim('a failure is a 500 with the id of its header', failed_.json['requestId'] == failed_.headers['X-Request-Id'], failed_.data)
claim('each request has another id', client.get('/nope').headers['X-Request-Id'] != failed_.headers['X-Request-Id'])
claim('Flask logs the traceback itself, once', logged.count('Traceback') == 1 and 'disk full' in logged, logged)
claim('stdout has it as well', 'disk full' in out.getvalue(), out.getvalue())
logging.getLogger('werkzeug').setLevel(logging.INFO)
logging.getLogger('werkzeug').info('GET /ok 200')
claim('a record of the server goes to stdout', 'GET /ok 200' in out.getvalue())
claim('the level of the handler keeps it out of the file', 'GET /ok' not in open('error.log', encoding='utf8').read())
logging.getLogger().setLevel(logging.ERROR)
logging.getLogger('werkzeug').info('GET /late 200')
claim('the level of the root logger does not hold it back', 'GET /late 200' in out.getvalue())

from flask import Flask

other = Flask('other')


@other.errorhandler(500)
def of_500(e):
    seen.append(e)
    return 'sorry', 500


@other.get('/boom')
def other_boom():
    raise RuntimeError('the real one')


other.test_client().get('/boom')
claim('`e` is an InternalServerError', type(seen[0]).__name__ == 'InternalServerError', seen)
claim('the real one is `e.original_exception`', str(seen[0].original_exception) == 'the real one', seen)
before = out.getvalue()
silent = Flask('silent')
silent.register_error_handler(Exception, lambda e: ('sorry', 500))
silent.add_url_rule('/boom', view_func=other_boom)
silent.test_client().get('/boom')
claim('a handler for Exception takes the logging over', out.getvalue() == before, out.getvalue()[len(before):])
done()
