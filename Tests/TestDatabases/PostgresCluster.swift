import Database
import Foundation

/// A private PostgreSQL server for the tests of this process, on a Unix socket in a folder of its own.
///
/// It is started when the first test asks for it, as an unprivileged user. A shell stands between: it waits for the end
/// of a pipe that this process holds open, then stops the server and removes the folder. The pipe ends however this
/// process does.
final class PostgresCluster: Sendable {
    /// Why there is none.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The server, started by whoever asks first.
    static let shared = Result { try PostgresCluster() }

    private let folder: String
    private let lifeline: FileHandle

    private init() throws {
        folder = "/tmp/safelight-test-postgres-\(getpid())"
        let pipes = (life: Pipe(), output: Pipe())
        lifeline = pipes.life.fileHandleForWriting
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", Self.inOwnNamespace, "sh", Self.script, folder, try Self.programs(), Self.user]
        shell.standardInput = pipes.life.fileHandleForReading
        shell.standardOutput = pipes.output.fileHandleForWriting
        try shell.run()
        try pipes.output.fileHandleForWriting.close()
        let output = String(decoding: try pipes.output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        guard output.hasSuffix("ready\n") else { throw Failure(description: "no PostgreSQL for the tests: \(output)") }
    }

    /// The address of one of its databases.
    func url(_ database: String) -> String {
        let host = folder.replacing("/", with: "%2F")
        return "postgres://safelight@\(host)/\(database)"
    }

    /// Runs a statement in the database that always exists.
    func run(_ sql: String, in database: String = "postgres") throws {
        let session = try PostgresSession.connect(PostgresConfiguration(url: url(database)))
        try session.run(sql)
    }

    /// Makes a database as a copy of another one, which nobody uses meanwhile.
    func copy(_ original: String, to name: String) throws {
        let session = try PostgresSession.connect(PostgresConfiguration(url: url("postgres")))
        let version = try session.run("SELECT current_setting('server_version_num')::int AS n").first?.integer("n") ?? 0
        // From 15 on the other way is the default, which takes ten times as long where nothing is flushed to disk.
        let strategy = version >= 150_000 ? "STRATEGY file_copy" : ""
        try session.run("CREATE DATABASE \(name) TEMPLATE \(original) \(strategy)")
    }

    private static let user = getuid() == 0 ? "postgres" : ""

    private static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.max()
        guard let newest else { throw Failure(description: "PostgreSQL is not installed: run make setup") }
        return "\(root)/\(newest)/bin"
    }

    /// In some containers only root may write to `/dev/null`, which PostgreSQL's programs must: they get one of their own.
    private static let inOwnNamespace = """
        script=$1
        shift
        if [ -n "$3" ] && ! setpriv --reuid "$3" --regid "$3" --clear-groups test -w /dev/null; then
            null="$1.null"
            exec unshare --mount sh -c 'mknod "$2" c 1 3 && chmod 666 "$2" && mount --bind "$2" /dev/null
                script=$1 null=$2
                shift 2
                rm "$null"
                exec sh -c "$script" sh "$@"' sh "$script" "$null" "$@"
        fi
        exec sh -c "$script" sh "$@"
        """

    /// Nothing is kept on a power cut here (`fsync`); all else is as in a real installation. The server's standard
    /// output is closed once it is ready, so that whoever reads it goes on.
    private static let script = """
        folder=$1 programs=$2 user=$3
        trap '' INT TERM HUP
        as_user=${user:+setpriv --reuid $user --regid $user --clear-groups}
        rm -rf "$folder" && mkdir -m 700 "$folder" || exit 1
        [ -z "$user" ] || chown "$user" "$folder"
        cd "$folder"
        $as_user "$programs/initdb" -D "$folder/data" -U safelight -A trust -E UTF8 --locale=C.UTF-8 --no-sync \\
            >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log"; rm -rf "$folder"; exit 1; }
        $as_user "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off \\
            -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB -c wal_level=minimal \\
            -c max_wal_senders=0 -c deadlock_timeout=50ms -c autovacuum=off </dev/null >"$folder/postgres.log" 2>&1 &
        server=$!
        until $as_user "$programs/pg_isready" -q -h "$folder"; do
            kill -0 $server 2>/dev/null || { cat "$folder/postgres.log"; rm -rf "$folder"; exit 1; }
        done
        echo ready
        exec >/dev/null 2>&1
        read -r end
        kill -INT $server
        wait $server
        rm -rf "$folder"
        """
}
