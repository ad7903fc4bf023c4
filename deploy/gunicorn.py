"""How bin/serve runs gunicorn. Addresses and the number of processes come from the environment (README.md)."""

import os

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
threads = 8
worker_class = "labsite.serving.PatientWorker"
worker_connections = 400  # of each process; heads that are still on their way need no thread

timeout = 60
graceful_timeout = 20
control_socket_disable = True

# A proxy tells us who asks (labsite.proxies), not under which address the product lives.
forwarder_headers = ""

accesslog = "-"
logger_class = "labsite.logs.GunicornLogger"
