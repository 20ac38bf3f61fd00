from flask import Flask, abort

from tab import Log, claim, done, run_tab, source, without


def app_with(code=None):
    app = Flask('tab')
    run_tab(code, app=app)

    @app.get('/boom')
    def boom():
        raise RuntimeError('connect postgres://shop:hunter2 refused')

    @app.get('/bad')
    def bad():
        abort(400, 'say what')

    return app.test_client()


client = app_with()
missing = client.get('/nope')
claim('a missing page reaches the handler', (missing.status_code, missing.is_json) == (404, True), missing.data)
claim('so does a wrong method', client.post('/bad').status_code == 405 and client.post('/bad').is_json)
claim('abort(400, …) keeps status and words', client.get('/bad').json['error']['message'] == 'say what')
with Log() as log:
    boom = client.get('/boom')
claim('the unexpected is a 500 with a sentence', (boom.status_code, 'hunter2' in boom.text) == (500, False), boom.data)
claim('Flask has logged it already', 'Traceback' in log.text and 'hunter2' in log.text, log.text)
claim('without `, e.code` the error goes out as a 200', app_with(without(source, ', e.code')).get('/nope').status_code == 200)


class Near(Exception):
    pass


class Nearer(Near):
    pass


def who(order):
    app = Flask('order')
    for kind in order:
        app.register_error_handler(kind, lambda e, kind=kind: (kind.__name__, 500))

    @app.get('/')
    def fail():
        raise Nearer()

    return app.test_client().get('/').text


claim('the nearest class wins, wherever it was registered', who([Near, Nearer]) == who([Nearer, Near]) == 'Nearer')
done()
