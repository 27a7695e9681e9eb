"""An S3-compatible store in memory (moto), in a process of its own."""

import sys

import boto3
from botocore.config import Config

from fault_rig import wait_until
from postgres import free_port
from program import Program

KEY, SECRET, REGION = "AKIDTEST", "secret/of+test", "eu-central-1"


class ObjectStore:
    """Runs for as long as the block, with one bucket."""

    bucket = "studio-blobs"

    def __init__(self, folder):
        self._folder = folder
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.program = None
        self.client = boto3.client(
            "s3", endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
            config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))

    def __enter__(self):
        self.start()
        self.client.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        return self

    def start(self):
        script = "import sys; from moto.server import main; main(sys.argv[1:])"
        command = ["setpriv", "--pdeathsig", "KILL", sys.executable, "-c", script, "-H", "127.0.0.1", "-p", str(self.port)]
        self.program = Program(command, self._folder / "moto.log")
        wait_until(self._answers, 60, "the object store")

    def _answers(self):
        try:
            self.client.list_buckets()
        except Exception:
            return False
        return True

    def __exit__(self, *error):
        self.program.kill()

    def settings(self, **changes):
        """What a server is told of it."""
        return {
            "SAFELIGHT_BLOB_STORE": f"s3://{self.bucket}/safelight/blobs", "SAFELIGHT_S3_ENDPOINT": self.endpoint,
            "SAFELIGHT_S3_REGION": REGION, "SAFELIGHT_S3_ACCESS_KEY_ID": KEY,
            "SAFELIGHT_S3_SECRET_ACCESS_KEY": SECRET} | changes

    def names(self):
        found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return [entry["Key"].removeprefix("safelight/blobs/") for entry in found]
