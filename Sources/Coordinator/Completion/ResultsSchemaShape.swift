import Domain

/// A named member of an object in results.
struct ResultsSchemaField: Sendable {
    let name: String
    let shape: ResultsSchemaShape
    let isRequired: Bool
    /// Whether the length of this list is a key figure, called as the list with `_count`.
    let isCounted: Bool
    /// The name as it stands in results.
    let bytes: [UInt8]

    init(_ name: String, _ shape: ResultsSchemaShape, required: Bool = false, counted: Bool = false) {
        self.name = name
        self.shape = shape
        isRequired = required
        isCounted = counted
        bytes = Array(name.utf8)
    }
}

/// What a value in results may be.
indirect enum ResultsSchemaShape: Sendable {
    case text
    case flag
    /// A whole number from 0 on that every JSON reader keeps exactly.
    case count
    /// A number from 0 on, such as seconds.
    case amount
    /// A number from 0 to 100.
    case percentage
    /// The shape, or null.
    case optional(ResultsSchemaShape)
    case list(ResultsSchemaShape)
    /// An object whose members have any names and one shape.
    case map(ResultsSchemaShape)
    /// An object with named members; others are kept.
    case record([ResultsSchemaField])
}

extension ResultsSchemaShape {
    /// The largest count: 2⁵³ − 1 (RFC 8785 §3.2.2.3).
    static let maximumCount: Int64 = 9_007_199_254_740_991

    /// The shape in the words of JSON Schema, draft 2020-12.
    var document: [String: JSONValue] {
        switch self {
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
        case .count: ["type": "integer", "minimum": 0, "maximum": .integer(Self.maximumCount)]
        case .amount: ["type": "number", "minimum": 0]
        case .percentage: ["type": "number", "minimum": 0, "maximum": 100]
        case .optional(let shape): ["anyOf": [.object(shape.document), ["type": "null"]]]
        case .list(let shape): ["type": "array", "items": .object(shape.document)]
        case .map(let shape): ["type": "object", "additionalProperties": .object(shape.document)]
        case .record(let fields):
            [
                "type": "object",
                "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
                "properties": .object(
                    Dictionary(
                        fields.map { ($0.name, .object($0.shape.document)) }, uniquingKeysWith: { first, _ in first })),
            ]
        }
    }
}
