import Domain

/// A named member of an object in results.
struct ResultsSchemaField: Sendable {
    let name: String
    let shape: ResultsSchemaShape
    let isRequired: Bool

    init(_ name: String, _ shape: ResultsSchemaShape, required: Bool = false) {
        self.name = name
        self.shape = shape
        isRequired = required
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
    private static let maximumCount: Int64 = 9_007_199_254_740_991

    /// - Throws: `SchemaViolation` with the path from this value.
    func check(_ value: JSONValue) throws(SchemaViolation) {
        switch self {
        case .text: try require(value.stringValue != nil, "a text", value)
        case .flag:
            guard case .bool = value else { throw Self.violation("true or false", value) }
        case .count:
            let isCount = value.integerValue.map { (0...Self.maximumCount).contains($0) } ?? false
            try require(isCount, "a whole number from 0 to \(Self.maximumCount)", value)
        case .amount: try require(value.numberValue.map { $0 >= 0 } ?? false, "a number ≥ 0", value)
        case .percentage:
            try require(value.numberValue.map { (0...100).contains($0) } ?? false, "a number from 0 to 100", value)
        case .optional(let shape): if value != .null { try shape.check(value) }
        case .list(let shape): try checkList(value, of: shape)
        case .map(let shape): try checkMap(value, of: shape)
        case .record(let fields): try checkRecord(value, fields)
        }
    }

    private func checkList(_ value: JSONValue, of shape: ResultsSchemaShape) throws(SchemaViolation) {
        guard case .array(let elements) = value else { throw Self.violation("a list", value) }
        for (index, element) in elements.enumerated() {
            do { try shape.check(element) } catch { throw error.under(index: index) }
        }
    }

    private func checkMap(_ value: JSONValue, of shape: ResultsSchemaShape) throws(SchemaViolation) {
        guard case .object(let members) = value else { throw Self.violation("an object", value) }
        // Sorted, so that the same results are refused in the same words.
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            do { try shape.check(member) } catch { throw error.under(member: name) }
        }
    }

    private func checkRecord(_ value: JSONValue, _ fields: [ResultsSchemaField]) throws(SchemaViolation) {
        guard case .object(let members) = value else { throw Self.violation("an object", value) }
        for field in fields {
            guard let member = members[field.name] else {
                if field.isRequired { throw SchemaViolation("is required but missing").under(member: field.name) }
                continue
            }
            do { try field.shape.check(member) } catch { throw error.under(member: field.name) }
        }
    }

    private func require(_ isMet: Bool, _ expected: String, _ value: JSONValue) throws(SchemaViolation) {
        if !isMet { throw Self.violation(expected, value) }
    }

    private static func violation(_ expected: String, _ value: JSONValue) -> SchemaViolation {
        SchemaViolation("must be \(expected), but is \(value.shown)")
    }
}

extension ResultsSchemaShape {
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

extension JSONValue {
    /// The number, whole or not.
    fileprivate var numberValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// What it is, short enough for a message.
    fileprivate var shown: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "the text \"\(value.prefix(40))\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}
