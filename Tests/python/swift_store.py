"""OpenStack Swift with its S3 layer, whole and in one process, for the Swift tests."""

import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import sys  # noqa: E402

import eventlet.wsgi  # noqa: E402
from eventlet import tpool  # noqa: E402
from swift.account.server import AccountController  # noqa: E402
from swift.common import utils  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.swob import Request  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402
from swift.container.server import ContainerController  # noqa: E402
from swift.obj.server import ObjectController  # noqa: E402
from swift.proxy.server import Application  # noqa: E402

import archive_keys  # noqa: E402
from serve_facts import serve  # noqa: E402

REGION, BUCKET, SECRET, SIZE = "RegionOne", "archive", "secret/of+test", {"days": 4, "per_day": 4}
HASHES = "[swift-hash]\nswift_hash_path_suffix = tests\n[storage-policy:0]\nname = only\ndefault = yes\n"
# Pages of nine keys: a short list then has many.
PROXY = f"""
[DEFAULT]
swift_dir = FOLDER
[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
[filter:tempauth]
use = egg:swift#tempauth
user_studio_photos = {SECRET} .admin
user_studio_stranger = {SECRET}
[filter:s3api]
use = egg:swift#s3api
location = {REGION}
max_bucket_listing = 9
auth_pipeline_check = false
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:catch_errors]
use = egg:swift#catch_errors
"""


def start(folder):
    """Serves accounts, containers, objects and the proxy before them; returns the proxy's port."""
    (folder / "swift.conf").write_text(HASHES)
    (folder / "proxy.conf").write_text(PROXY.replace("FOLDER", str(folder)))
    (folder / "data" / "disk").mkdir(parents=True)
    listeners = {name: eventlet.listen(("127.0.0.1", 0)) for name in ("account", "container", "object", "proxy")}
    for name in ("account", "container", "object"):
        builder = RingBuilder(0, 1, 0)
        builder.add_dev({
            "id": 0, "zone": 0, "region": 0, "weight": 1, "ip": "127.0.0.1", "device": "disk",
            "port": listeners[name].getsockname()[1]})
        builder.rebalance()
        builder.get_ring().save(str(folder / f"{name}.ring.gz"))
    settings = {"devices": str(folder / "data"), "mount_check": "false", "swift_dir": str(folder)}
    utils.set_swift_dir(str(folder))
    programs = {
        "account": AccountController(settings), "container": ContainerController(settings),
        "object": ObjectController(settings), "proxy": loadapp(str(folder / "proxy.conf"))}
    for name, program in programs.items():
        eventlet.spawn(eventlet.wsgi.server, listeners[name], program, log_output=False)
    return listeners["proxy"].getsockname()[1]


def fill(folder):
    """Stores the objects by way of a proxy of its own, which asks nobody for permission."""
    proxy = Application({"swift_dir": str(folder), "account_autocreate": "true"})

    def put(path, size):
        answer = Request.blank(
            f"/v1/AUTH_studio/{path}", method="PUT", body=b"x" * size,
            headers={"Content-Type": "image/jpeg"}).get_response(proxy)
        assert answer.status_int in (201, 202), (path, answer.status)

    put(BUCKET, 0)
    pool = eventlet.GreenPool(8)
    for name, size in archive_keys.objects(**SIZE).items():
        pool.spawn(put, f"{BUCKET}/{utils.quote(name)}", size)
    pool.waitall()


def main():
    # Not in /tmp: Swift keeps what it knows of a file in extended attributes, which not every /tmp has.
    build = Path(__file__).resolve().parents[2] / ".build"
    with tempfile.TemporaryDirectory(prefix="test-swift-", dir=build) as folder:
        port = start(Path(folder))
        fill(Path(folder))
        serve({
            "endpoint": f"http://127.0.0.1:{port}", "bucket": BUCKET, "region": REGION, "key": "studio:photos",
            "secret": SECRET, "stranger": "studio:stranger", "stranger_secret": SECRET,
            "files": archive_keys.files(**SIZE), "skipped": archive_keys.SKIP_COUNTS},
            wait=lambda: tpool.execute(sys.stdin.read))


main()
