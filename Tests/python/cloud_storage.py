"""Google Cloud Storage for the Swift tests: an emulator, behind a door that knows tokens, permissions and pages.

The emulator (gcp-storage-emulator) asks nobody who they are and lists everything at once. So the door gives out tokens
for assertions whose signature, audience and times are right, as Google does, refuses requests without one, and deals the
emulator's lists out in pages. The emulator keeps objects as files, so that it has none whose name goes up a folder.
With `large` it holds a tidy archive of 10,000 objects on pages of the usual size.
"""

import base64
import json
import logging
import os
import socket
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from gcp_storage_emulator.server import create_server

import archive_keys
from serve_facts import serve

IS_LARGE = "large" in sys.argv
BUCKET, SIZE, PAGE = "archive", {"days": 4, "per_day": 4}, 1000 if IS_LARGE else 9
ACCOUNT, TOKEN = "archive@studio.iam.gserviceaccount.com", "ya29.token-of-the-tests"
SCOPE = "https://www.googleapis.com/auth/devstorage.read_only"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Refused(Exception):
    """An answer with a status and a body of Google's kind."""


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Door(BaseHTTPRequestHandler):
    """Knows who may come in, and passes their requests on."""

    protocol_version = "HTTP/1.1"
    public_key = None
    emulator = ""

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        try:
            self._answer(200, self._token(form))
        except Refused as refused:
            self._answer(*refused.args)

    def _token(self, form):
        if form.get("grant_type") != [GRANT]:
            raise Refused(400, {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"})
        head, claims, signature = form["assertion"][0].split(".")
        assert json.loads(decoded(head)) == {"alg": "RS256", "typ": "JWT", "kid": "key-1"}
        facts = json.loads(decoded(claims))
        if facts["iss"] != ACCOUNT:
            raise Refused(400, {"error": "invalid_grant", "error_description": "Invalid grant: account not found"})
        try:
            self.public_key.verify(
                decoded(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise Refused(400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}) from None
        assert facts["aud"] == f"http://{self.headers['Host']}/token" and facts["scope"] == SCOPE
        if not (abs(facts["iat"] - time.time()) < 300 and facts["exp"] == facts["iat"] + 3600):
            words = ("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                     "Check your iat and exp values in the JWT claim.")
            raise Refused(400, {"error": "invalid_grant", "error_description": words})
        return {"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"}

    def do_GET(self):
        try:
            self._answer(200, self._list())
        except Refused as refused:
            self._answer(*refused.args)

    def _list(self):
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            raise Refused(401, {"error": {"code": 401, "message": "Invalid Credentials"}})
        url = urllib.parse.urlsplit(self.path)
        if "/b/locked/" in url.path:
            words = f"{ACCOUNT} does not have storage.objects.list access to the Google Cloud Storage bucket."
            raise Refused(403, {"error": {"code": 403, "message": words, "errors": [{"reason": "forbidden"}]}})
        query = {name: values[0] for name, values in urllib.parse.parse_qs(url.query).items()}
        assert query["fields"] == "items(name,size,updated),prefixes,nextPageToken"
        passed = urllib.parse.urlencode({name: query[name] for name in ("prefix", "delimiter") if name in query})
        try:
            with urllib.request.urlopen(f"{self.emulator}{url.path}?{passed}") as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, {
                "error": {"code": error.code, "message": "The specified bucket does not exist."}}) from None
        return self._page(found, query)

    @staticmethod
    def _page(found, query):
        entries = [(item["name"].encode(), {name: item[name] for name in ("name", "size", "updated")})
                   for item in found.get("items") or []]
        entries += [(prefix.encode(), prefix) for prefix in found.get("prefixes") or []]
        begin = query.get("startOffset", "").encode()
        entries = [entry for entry in sorted(entries, key=lambda entry: entry[0])
                   if entry[0] >= begin or (isinstance(entry[1], str) and begin.startswith(entry[0]))]
        first = int(query.get("pageToken", "0"))
        end = first + min(int(query["maxResults"]), PAGE)
        page = {"items": [entry for _, entry in entries[first:end] if isinstance(entry, dict)],
                "prefixes": [entry for _, entry in entries[first:end] if isinstance(entry, str)]}
        return page | ({"nextPageToken": str(end)} if end < len(entries) else {})

    def _answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def key_file(key, address, **changes):
    """A service account's key file, as Google's console makes it."""
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    return json.dumps({
        "type": "service_account", "project_id": "studio", "private_key_id": "key-1", "private_key": pem,
        "client_email": ACCOUNT, "client_id": "1", "token_uri": f"{address}/token"} | changes)


def upload(name, size):
    target = f"{Door.emulator}/upload/storage/v1/b/{BUCKET}/o?uploadType=media&name={urllib.parse.quote(name, safe='')}"
    urllib.request.urlopen(urllib.request.Request(target, data=b"x" * size, method="POST")).close()


def fill():
    """Every sort of key; what a listing must find, name → size."""
    files = {name: size for name, size in archive_keys.files(**SIZE).items() if "/../" not in name}
    for name, size in (archive_keys.objects(**SIZE) | files).items():
        if "/../" not in name:
            upload(name, size)
    return files


def fill_large(emulator):
    """10,000 files. One is uploaded; the others are put beside it, for the emulator writes down all that it holds with each."""
    files = archive_keys.ten_thousand()
    first = next(iter(files))
    upload(first, files[first])
    held = emulator._storage.objects[BUCKET]
    held |= {name: held[first] | {"name": name} for name in files}
    return files


def main():
    logging.disable(logging.CRITICAL)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    emulator = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    emulator.start()
    Door.emulator = f"http://127.0.0.1:{port}"
    files = fill_large(emulator) if IS_LARGE else fill()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    Door.public_key = key.public_key()
    door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=door.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{door.server_address[1]}"
    serve({
        "endpoint": address, "bucket": BUCKET, "token": TOKEN, "key_file": key_file(key, address),
        "other_key_file": key_file(other, address),
        "stranger_key_file": key_file(key, address, client_email="nobody@studio.iam.gserviceaccount.com"),
        "files": files, "skipped": archive_keys.SKIP_COUNTS})
    # The emulator's thread would keep the process.
    os._exit(0)


main()
