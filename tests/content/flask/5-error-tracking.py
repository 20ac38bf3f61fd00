from flask import Flask

from tab import claim, done, needs, run_tab, source, without

(sentry_sdk,) = needs('sentry_sdk')
import os

os.environ['DSN'] = 'http://public@localhost:9/42'
os.environ['RELEASE'] = 'shop@1'


def events_of(code=None):
    events = []
    app = Flask('tab')
    scope = run_tab(code, app=app)
    client = sentry_sdk.Hub.current.client if hasattr(sentry_sdk, 'Hub') else sentry_sdk.get_client()
    # Events are looked at where the SDK hands them on, and go nowhere.
    client.transport.capture_envelope = lambda envelope: events.append(envelope.get_event() or envelope)
    client.transport.capture_event = events.append

    @app.get('/boom')
    def boom():
        raise RuntimeError('disk full')

    web = app.test_client()
    statuses = [web.get('/boom').status_code, web.get('/nope').status_code]
    sentry_sdk.flush(0)
    return statuses, [event for event in events if isinstance(event, dict) and event.get('type') != 'transaction'], scope


statuses, events, scope = events_of()
claim('the unexpected is a 500, a missing page stays a 404', statuses == [500, 404], statuses)
claim('one event, with the error and the release', len(events) == 1 and events[0]['release'] == 'shop@1' and events[0]['exception']['values'][-1]['value'] == 'disk full', events)
line = next(line for line in source.splitlines(True) if 'app.logger.exception' in line)
_, events, _ = events_of(without(source, line))
claim('without that line the tracker hears nothing', events == [], events)
os.environ.pop('DSN')
run_tab(app=Flask('no-dsn'))
claim('no DSN, no reports', (sentry_sdk.Hub.current.client if hasattr(sentry_sdk, 'Hub') else sentry_sdk.get_client()).transport is None)
done()
