"""An S3 store (moto) that checks signatures and permissions: with every sort of key on short pages, or `large`."""

import os
import sys

IS_LARGE = "large" in sys.argv
os.environ |= {
    "MOTO_S3_DEFAULT_MAX_KEYS": "1000" if IS_LARGE else "40", "INITIAL_NO_AUTH_ACTION_COUNT": "1000000"}

import json  # noqa: E402
import logging  # noqa: E402
import urllib.request  # noqa: E402

import boto3  # noqa: E402
import flask  # noqa: E402
from moto.core import DEFAULT_ACCOUNT_ID  # noqa: E402
from moto.iam import access_control  # noqa: E402
from moto.s3.models import s3_backends  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

import archive_keys  # noqa: E402
from serve_facts import serve  # noqa: E402

REGION, BUCKET, SIZE = "eu-central-1", "archive", {"days": 12, "per_day": 12}


class AsSigned(access_control.S3IAMRequest):
    """moto checks signatures against the decoded address; what was signed is the one that came."""

    def check_signature(self):
        self._path = flask.request.environ["REQUEST_URI"]
        super().check_signature()


def key_pair(iam, name, statements):
    """A user's access key and secret."""
    iam.create_user(UserName=name)
    if statements:
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        iam.put_user_policy(UserName=name, PolicyName="reading", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def main():
    access_control.S3IAMRequest = AsSigned
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    common = {"endpoint_url": endpoint, "region_name": REGION, "aws_access_key_id": "x", "aws_secret_access_key": "x"}
    boto3.client("s3", **common).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    stored = archive_keys.ten_thousand() if IS_LARGE else archive_keys.objects(**SIZE)
    for name, size in stored.items():
        backend.put_object(BUCKET, name, b"x" * size)
    iam = boto3.client("iam", **common)
    reads = [{"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*"}]
    key, secret = key_pair(iam, "studio", reads)
    stranger, stranger_secret = key_pair(iam, "stranger", [])
    checked = urllib.request.Request(
        f"{endpoint}/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"}, method="POST")
    urllib.request.urlopen(checked).close()
    serve({
        "endpoint": endpoint, "bucket": BUCKET, "region": REGION, "key": key, "secret": secret,
        "stranger": stranger, "stranger_secret": stranger_secret,
        "files": stored if IS_LARGE else archive_keys.files(**SIZE), "skipped": archive_keys.SKIP_COUNTS})


main()
