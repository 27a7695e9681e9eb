"""A PostgreSQL that takes nothing but TLS, as a hosted one does."""

import shutil
import subprocess

import pytest
from fault_rig import PostgresEngine, Rig
from postgres import USER, Cluster
from program import Failure


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def _authority(folder, name):
    """A certificate authority; gives its certificate's file."""
    certificate = folder / f"{name}.crt"
    _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
             "-keyout", str(folder / f"{name}.key"), "-out", str(certificate))
    return certificate


def _certificate(folder, authority, host):
    """A server's key and certificate, signed by an authority."""
    key, request, certificate = (folder / f"server.{part}" for part in ("key", "csr", "crt"))
    _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-keyout", str(key), "-out", str(request))
    _openssl("x509", "-req", "-in", str(request), "-CA", str(authority), "-CAkey", str(authority.with_suffix(".key")),
             "-CAcreateserial", "-days", "2", "-out", str(certificate))
    return key, certificate


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    """The authority of the database's certificate, and one that has nothing to do with it."""
    folder = tmp_path_factory.mktemp("tls")
    return _authority(folder, "studio"), _authority(folder, "stranger")


@pytest.fixture(scope="module")
def secure(authorities):
    """A cluster that everybody must speak TLS with, on the name `localhost`."""
    key, certificate = _certificate(authorities[0].parent, authorities[0], "localhost")
    cluster = Cluster(settings={"ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key"})
    try:
        cluster.initialise()
        for file in (key, certificate):
            kept = cluster.data / file.name
            shutil.copy(file, kept)
            kept.chmod(0o600)
            if cluster.data.owner() == USER:
                shutil.chown(kept, USER, USER)
        rules = "local all all trust\nhostssl all all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\n"
        (cluster.data / "pg_hba.conf").write_text(rules, encoding="ascii")
        yield cluster.start()
    finally:
        cluster.close()


class SecureEngine(PostgresEngine):
    """Reached by name, with what the address says of TLS."""

    def __init__(self, cluster, parameters, host="localhost"):
        super().__init__(cluster, host)
        self._parameters = parameters

    def prepare(self, folder):
        super().prepare(folder)
        self.settings["SAFELIGHT_DATABASE_URL"] += "?" + self._parameters


def test_a_server_trusts_the_database_whose_certificate_it_can_check(secure, authorities, tmp_path):
    """Jobs are done over it, and every connection is encrypted, the one that listens too.
    """
    engine = SecureEngine(secure, f"sslmode=verify-full&sslrootcert={authorities[0]}")
    with Rig(tmp_path, engine, agents=1) as rig:
        rig.api.post(f"/api/collections/{rig.collections[0]['guid']}/runs", {"tool": "photostats"})
        agent = rig.agents[0].agent
        assert agent.complete(agent.claim()).status == 200
        connections = secure.sql(
            "SELECT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            " WHERE usename = 'postgres' AND client_addr IS NOT NULL")
        assert len(connections) >= 2
        assert all(row["ssl"] == "t" and row["version"] in ("TLSv1.2", "TLSv1.3") for row in connections)


@pytest.mark.parametrize("parameters, word", [
    ("sslmode=verify-full&sslrootcert={stranger}", "certificate"),
    ("sslmode=disable", "no encryption"),
    ("sslmode=verify-full&sslrootcert=/nowhere/root.crt", "/nowhere/root.crt"),
])
def test_one_that_cannot_be_trusted_is_refused_in_words(secure, authorities, tmp_path, parameters, word):
    """Nothing is sent to it, no password is shown, and the server says what is wrong.
    """
    engine = SecureEngine(secure, parameters.format(stranger=authorities[1]))
    with pytest.raises(Failure) as failure:
        with Rig(tmp_path, engine, agents=0):
            pass
    assert word in str(failure.value)


def test_another_host_s_certificate_is_refused(secure, authorities, tmp_path):
    """Signed by the right authority, but for another name."""
    engine = SecureEngine(secure, f"sslmode=verify-full&sslrootcert={authorities[0]}", host="127.0.0.1")
    with pytest.raises(Failure) as failure:
        with Rig(tmp_path, engine, agents=0):
            pass
    assert "localhost" in str(failure.value)
