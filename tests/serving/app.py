"""A product of three addresses, to try the server alone: /healthz, /read reads its body, anything else does not."""

import os

from labsite import serving

# Shorter than a person would like, so that a test can wait for them.
for name in ("HEAD_SECONDS", "SILENCE", "TURN_SECONDS"):
    setattr(serving, name, int(os.environ.get(name, getattr(serving, name))))

_most = [0, 0]


def application(environ, start_response):
    path = environ["PATH_INFO"]
    said = b"ok\n"
    if path == "/read":
        said = f"{_read(environ['wsgi.input'])}\n".encode()
    elif path == "/most":
        said = f"{_most[1]}\n".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]


def _read(body) -> int:
    _most[0] += 1
    _most[1] = max(_most)
    got = 0
    try:
        while piece := body.read(65536):
            got += len(piece)
    except OSError:
        return -1
    finally:
        _most[0] -= 1
    return got
