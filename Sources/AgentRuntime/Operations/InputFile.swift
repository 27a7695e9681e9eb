/// A small file that a person names on the command line.
public enum InputFile {
    /// All bytes of a file; of standard input for `-`.
    /// - Throws: `AgentError` where it cannot be read, or has more bytes than the limit.
    public static func read(_ path: LocalPath, limit: Int) throws -> [UInt8] {
        let isInput = path.shown == "-"
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.readStart(isInput ? LocalPath("/dev/stdin") : path, count: limit + 1)
        } catch {
            throw AgentError(
                code: "unreadable", message: "\(isInput ? "Standard input" : path.shown) cannot be read: \(error).",
                exit: .missingInput)
        }
        guard bytes.count <= limit else {
            throw AgentError(
                code: "too_large",
                message: "\(path.shown) has more than \(limit / 1024) KiB; it is not the file meant.",
                exit: .badData)
        }
        return bytes
    }
}
