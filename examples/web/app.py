"""A page that greets. devsync checks and restarts it at each save."""

import http.server
import os

GREETING = "Hello"


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{GREETING} from process {os.getpid()}\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("", 8000), Page).serve_forever()
