import Foundation

/// A program of the system's, found on the PATH, that a test runs.
struct ConnectionSubprocess: Sendable {
    private let process: Process
    private let exit: Event<Int32>
    private let errors: Event<String>

    /// Starts a program; what it prints goes nowhere, but its error output can be waited for.
    init(_ command: [String]) throws {
        let exit = Event<Int32>()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let (pipe, errors) = (Pipe(), Event<String>())
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            errors.occur(String(decoding: data, as: UTF8.self))
            // The end of the output; the handler would be called for it over and over.
            if data.isEmpty { handle.readabilityHandler = nil }
        }
        process.standardError = pipe
        process.terminationHandler = { exit.occur($0.terminationStatus) }
        try process.run()
        self.process = process
        self.exit = exit
        self.errors = errors
    }

    /// Waits until the program has written a text to its error output; false if it ended without.
    func hasWritten(_ text: String) async throws -> Bool {
        var written = ""
        while !written.contains(text) {
            let more = try await errors.wait()
            if more.isEmpty { return false }
            written += more
        }
        return true
    }

    /// Asks the program to end, and waits until it has.
    func stop() async throws {
        process.terminate()
        _ = try await exit.wait()
    }

    /// Runs a program to its end and returns its status.
    static func run(_ command: [String]) async throws -> Int32 {
        try await ConnectionSubprocess(command).exit.wait()
    }
}
