import Domain
import Wire

/// Which part of a list is asked for (protocol.md, *User API*).
public struct PageRequest: Hashable, Sendable {
    /// 1–200, 50 unless asked otherwise.
    public let limit: Int
    /// Where the page before ended; nil for the first.
    public let cursor: String?

    /// A request for a page.
    /// - Throws: 400 `invalid_field` for a limit outside 1–200.
    public init(limit: Int? = nil, cursor: String? = nil) throws {
        let limit = limit ?? 50
        guard (1...200).contains(limit) else { throw CoordinatorError.invalidField("limit", "must be from 1 to 200") }
        self.limit = limit
        self.cursor = cursor
    }

    /// What the cursor names, looked up by `find`; the cursor is the guid of the last item of the page before.
    /// - Throws: 400 `invalid_field` where it names nothing of this list.
    func last<Kind, Found>(_ find: (Identifier<Kind>) throws -> Found?) throws -> Found? {
        guard let cursor else { return nil }
        guard let guid = Identifier<Kind>(cursor), let found = try find(guid) else {
            throw CoordinatorError.invalidField("cursor", "is not one that this list gave")
        }
        return found
    }

    /// A page of what was found, where one more than the limit was looked for.
    func page<Found, Item>(_ found: [Found], guid: (Found) -> String, _ item: (Found) throws -> Item) rethrows
        -> PageDTO<Item>
    {
        let shown = found.prefix(limit)
        return PageDTO(items: try shown.map(item), nextCursor: found.count > limit ? shown.last.map(guid) : nil)
    }
}
