/// Names that are no part of a collection: what file systems, NAS devices and desktops leave behind.
public struct SkipRules: Hashable, Sendable {
    /// The names; a `*` at the end stands for any further characters.
    public let patterns: [String]
    private let exact: [(name: [UInt8], pattern: Int)]
    private let prefixes: [(prefix: [UInt8], pattern: Int)]
    private let firstBytes: [Bool]

    /// Rules from names, each with an optional `*` at its end.
    public init(_ patterns: [String]) {
        self.patterns = patterns
        var exact: [(name: [UInt8], pattern: Int)] = []
        var prefixes: [(prefix: [UInt8], pattern: Int)] = []
        var firstBytes = [Bool](repeating: false, count: 256)
        for (index, pattern) in patterns.enumerated() where !pattern.isEmpty {
            if pattern == "*" {
                firstBytes = [Bool](repeating: true, count: 256)
            } else {
                firstBytes[Int(pattern.utf8[pattern.utf8.startIndex])] = true
            }
            if pattern.hasSuffix("*") {
                prefixes.append((Array(pattern.utf8.dropLast()), index))
            } else {
                exact.append((Array(pattern.utf8), index))
            }
        }
        (self.exact, self.prefixes, self.firstBytes) = (exact, prefixes, firstBytes)
    }

    /// `@eaDir`, `#recycle`, `.Trash*`, `._*`, `.DS_Store`, `Thumbs.db`, `.zfs` (analysis.md, *File record*).
    public static let `default` = SkipRules([
        "@eaDir", "#recycle", ".Trash*", "._*", ".DS_Store", "Thumbs.db", ".zfs",
    ])

    /// The index of the pattern that a name falls under; nil for a name that belongs to the collection.
    func match(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = name.first, firstBytes[Int(first)] else { return nil }
        for rule in exact where name.elementsEqual(rule.name) { return rule.pattern }
        for rule in prefixes where name.starts(with: rule.prefix) { return rule.pattern }
        return nil
    }

    /// Rules are the same where their patterns are.
    public static func == (left: SkipRules, right: SkipRules) -> Bool { left.patterns == right.patterns }

    /// Hashes the patterns.
    public func hash(into hasher: inout Hasher) { hasher.combine(patterns) }
}
