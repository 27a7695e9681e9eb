import Coordinator
import Domain
import Hummingbird
import Wire

extension Request {
    /// A query item's value, decoded; nil where it is absent or empty.
    func query(_ name: String) -> String? {
        uri.queryParameters[Substring(name)].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A query item that is one of a few words.
    /// - Throws: 400 `invalid_field` that names them.
    func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type) throws -> Word?
    where Word.RawValue == String {
        try query(name).map { try Self.word($0, name) }
    }

    /// A query item that is a list of words, separated by commas.
    func words<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type) throws -> [Word]
    where Word.RawValue == String {
        try (query(name) ?? "").split(separator: ",").map { try Self.word(String($0), name) }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ name: String) throws -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw CoordinatorError.invalidField(name, "must be one of \(known)")
        }
        return word
    }
}

extension PageRequest {
    /// The page that a request's `limit` and `cursor` ask for.
    init(_ request: Request) throws {
        let limit = try request.query("limit").map { text in
            guard let limit = Int(text) else { throw CoordinatorError.invalidField("limit", "must be from 1 to 200") }
            return limit
        }
        try self.init(limit: limit, cursor: request.query("cursor"))
    }
}

extension JobService.Query {
    /// The jobs that a request's `status`, `tool`, `collection` and `agent` ask for.
    init(_ request: Request) throws {
        self.init(
            statuses: try request.words("status", JobStatus.self), tool: try request.word("tool", Tool.self),
            collection: request.query("collection"), agent: request.query("agent"))
    }
}
