import Synchronization
import TestSupport

@testable import CollectionSources

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A tree of real files for one test, made by system calls so that any name can be in it, and removed whatever its depth.
final class RealTree: Sendable {
    let path: String

    init() throws {
        let folder = try TemporaryFolder()
        // The name outlives the folder object, which could not remove very deep trees.
        path = folder.path + "-tree"
        try Self.check(mkdir(path, 0o755))
    }

    deinit {
        var child = pid_t()
        let words: [String] = ["rm", "-rf", path]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        posix_spawn(&child, "/bin/rm", nil, nil, arguments, nil)
        waitpid(child, nil, 0)
        for argument in arguments { free(argument) }
    }

    func folder(_ name: String) throws { try Self.check(mkdir(path + "/" + name, 0o755)) }

    func file(_ name: String, size: Int = 0) throws { try file(Array(name.utf8), size: size) }

    func file(_ name: [UInt8], size: Int = 0) throws {
        let whole = (Array(path.utf8) + [slash] + name).map { CChar(bitPattern: $0) } + [0]
        let descriptor = open(whole, O_CREAT | O_WRONLY, 0o644)
        try Self.check(descriptor)
        try Self.check(ftruncate(descriptor, size))
        try Self.check(close(descriptor))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let descriptor = open(path + "/" + name, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
        try Self.check(descriptor)
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Self.writeOnce(descriptor, $0) }
            try Self.check(Int32(truncatingIfNeeded: written))
            rest = rest.dropFirst(written)
        }
    }

    func link(_ name: String, to target: String) throws { try Self.check(symlink(target, path + "/" + name)) }

    private static func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    static func check(_ result: Int32) throws {
        if result < 0 { throw FileSystem.Failure(code: errno) }
    }

    /// The whole tree listed, with itself as the only root.
    func list() throws -> FileListing {
        try LocalFolder(path: path, roots: AuthorizedRoots([path])).list()
    }
}

extension FileListing {
    var paths: [String] { files.map { String(decoding: $0.path, as: UTF8.self) }.sorted() }
}

/// A count that closures on any thread may change.
final class Counter: Sendable {
    private let value = Mutex(0)

    @discardableResult
    func increment() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
