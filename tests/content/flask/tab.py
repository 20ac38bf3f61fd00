"""Runs the Flask form of a lesson as it stands in its text, and compares what the text says with what happens.

Each lesson's file beside this one is run as `python <lesson>.py <file with the tab's code>`, prints a line for each claim,
and exits with 1 where one does not hold, with 3 where a package is missing that it cannot do without.
"""
import io
import logging
import sys

source = open(sys.argv[1], encoding='utf8').read()
failed = []


def needs(*packages):
    """Imports what only this lesson needs; without it nothing is judged."""
    import importlib
    try:
        return [importlib.import_module(name) for name in packages]
    except ImportError as error:
        print(f'- not run: {error}')
        sys.exit(3)


def run_tab(code=None, **names):
    """What the tab defines, run as a module of its own with these names given."""
    scope = {'__name__': 'tab', **names}
    exec(compile(source if code is None else code, 'tab.py', 'exec'), scope)
    return scope


def without(text, part):
    """The tab without a part of it, which must be there."""
    assert part in text, f'the tab has no `{part}` any more'
    return text.replace(part, '')


def claim(sentence, holds, found=''):
    print(f'{"✓" if holds else "✗"} {sentence}' + ('' if holds else f' (found {found!r})'))
    if not holds:
        failed.append(sentence)


class Log:
    """What all loggers write while it is open."""

    def __enter__(self):
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        logging.getLogger().addHandler(self.handler)
        return self

    def __exit__(self, *_):
        logging.getLogger().removeHandler(self.handler)

    @property
    def text(self):
        return self.stream.getvalue()


def done():
    sys.exit(1 if failed else 0)
