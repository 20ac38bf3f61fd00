import os
import tempfile

from flask import Flask, render_template

from tab import claim, done, run_tab

folder = tempfile.mkdtemp()
for name, text in {
    'error.html': '<h1>{{ title }}</h1><p>{{ detail }}</p>',
    'said.html': '{{ said }}',
    'said.txt': '{{ said }}',
}.items():
    with open(os.path.join(folder, name), 'w', encoding='utf8') as file:
        file.write(text)

app = Flask('tab', template_folder=folder)
run_tab(app=app)


@app.get('/boom')
def boom():
    raise RuntimeError('hunter2')


@app.get('/page')
def page():
    return render_template('error.html', title='x', detail='y')


client = app.test_client()


def ask(path, accept=None):
    answer = client.get(path, headers={} if accept is None else {'Accept': accept})
    return answer.status_code, answer.mimetype, answer


claim('a browser gets a page, as a 404', ask('/nope', 'text/html,*/*;q=0.8')[:2] == (404, 'text/html'))
claim('so does who does not mind', ask('/nope')[:2] == (404, 'text/html') and ask('/nope', '*/*')[:2] == (404, 'text/html'))
for accept in ['application/json', 'application/problem+json']:
    status, kind, answer = ask('/nope', accept)
    claim(f'`{accept}` gets problem details', (status, kind, answer.json['status']) == (404, 'application/problem+json', 404), answer.data)
claim('what nobody makes is a page with the real status', ask('/nope', 'image/png')[:2] == (404, 'text/html'))
answer = ask('/nope')[2]
claim('caches are told', answer.headers['Cache-Control'] == 'no-store' and 'Accept' in answer.headers['Vary'], dict(answer.headers))
status, kind, answer = ask('/boom', 'application/json')
claim('the unexpected is a 500 that tells nothing', status == 500 and 'hunter2' not in answer.text, answer.data)
claim('`render_template` leaves the status at 200', ask('/page')[0] == 200)
with app.app_context():
    claim('a template named .html is escaped', '&lt;b&gt;' in render_template('said.html', said='<b>'))
    claim('one named .txt is not', render_template('said.txt', said='<b>') == '<b>')
os.remove(os.path.join(folder, 'error.html'))
app.jinja_env.cache.clear()
try:
    found = client.get('/boom', headers={'Accept': 'text/html'}).status_code
except Exception as error:
    found = type(error).__name__
claim('a template that fails in the handler for 500 gets past Flask', found == 'TemplateNotFound', found)
done()
