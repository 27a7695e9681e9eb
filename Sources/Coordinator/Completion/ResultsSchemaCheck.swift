import Domain

/// One walk over the bytes of results: whether they are canonical JSON and fit the schema. Nothing is kept of them but the key
/// figures.
struct ResultsSchemaCheck {
    private var reader: CanonicalJSONReader
    /// The counts of the results object that the schema names, the lengths of its lists of findings, and `status_counts`.
    private(set) var figures: [String: JSONValue] = [:]
    /// The elements of the list that was checked last.
    private var length: Int64 = 0
    /// Bytes of the longest key figure: room for the statuses of Pipeline Validation.
    private static let maximumFigure = 1024
    /// Bytes of the longest list of edges: room for a pipeline of a few hundred nodes.
    private static let maximumEdges = 16_384

    init(_ reader: CanonicalJSONReader) {
        self.reader = reader
    }

    /// Checks the results object itself.
    /// - Throws: `CanonicalJSONError`, `SchemaViolation`: the first trouble in the order of the bytes, then members that are
    ///   missing.
    static func figures(of bytes: [UInt8], _ fields: [ResultsSchemaField]) throws -> [String: JSONValue] {
        try CanonicalJSONReader.read(bytes) { reader in
            var check = ResultsSchemaCheck(reader)
            try check.checkRecord(fields, isOutermost: true)
            reader = check.reader
            return check.figures
        }
    }

    private mutating func check(_ shape: ResultsSchemaShape) throws {
        switch shape {
        case .text:
            try require(.string, "a text")
            _ = try reader.string()
        case .flag:
            try require(.bool, "true or false")
            try reader.skip()
        case .count:
            try checkNumber("a whole number from 0 to \(ResultsSchemaShape.maximumCount)") {
                $0.isWhole && $0.value >= 0
            }
        case .amount: try checkNumber("a number ≥ 0") { $0.value >= 0 }
        case .percentage: try checkNumber("a number from 0 to 100") { (0...100).contains($0.value) }
        case .optional(let shape): if try reader.kind() == .null { try reader.skip() } else { try check(shape) }
        case .list(let shape): try checkList(of: shape)
        case .map(let shape): try checkMap(of: shape)
        case .record(let fields): try checkRecord(fields)
        }
    }

    private mutating func checkNumber(
        _ expected: @autoclosure () -> String, _ isMet: (CanonicalJSONReader.Number) -> Bool
    ) throws {
        try require(.number, expected())
        let start = reader.position
        if !isMet(try reader.number()) {
            throw SchemaViolation("must be \(expected()), but is \(reader.written(start..<reader.position))")
        }
    }

    private mutating func checkList(of shape: ResultsSchemaShape) throws {
        try require(.array, "a list")
        var elements = try reader.beginArray()
        var index = 0
        while try reader.nextElement(&elements) {
            do { try check(shape) } catch let violation as SchemaViolation { throw violation.under(index: index) }
            index += 1
        }
        length = Int64(index)
    }

    private mutating func checkMap(of shape: ResultsSchemaShape) throws {
        try require(.object, "an object")
        var members = try reader.beginObject()
        while let name = try reader.nextMember(&members) {
            do {
                try check(shape)
            } catch let violation as SchemaViolation { throw violation.under(member: reader.decoded(name)) }
        }
    }

    /// Members that no field names are passed over.
    private mutating func checkRecord(_ fields: [ResultsSchemaField], isOutermost: Bool = false) throws {
        try require(.object, "an object")
        var members = try reader.beginObject()
        var seen: UInt64 = 0
        while let name = try reader.nextMember(&members) {
            guard let index = fields.firstIndex(where: { reader.matches(name, $0.bytes) }) else {
                try reader.skip()
                continue
            }
            let start = reader.position
            do {
                try check(fields[index].shape)
            } catch let violation as SchemaViolation { throw violation.under(member: fields[index].name) }
            seen |= 1 << index
            if isOutermost { keep(start..<reader.position, of: fields[index]) }
        }
        if let missing = fields.indices.first(where: { fields[$0].isRequired && seen & 1 << $0 == 0 }) {
            throw SchemaViolation("is required but missing").under(member: fields[missing].name)
        }
    }

    private mutating func keep(_ range: Range<Int>, of field: ResultsSchemaField) {
        if field.isCounted { figures["\(field.name)_count"] = .integer(length) }
        // Its name stands behind those of the lists that were cut.
        if field.name == "truncated", range.count <= Self.maximumFigure { correctLengths(reader.value(range)) }
        let limit =
            switch (field.name, field.shape) {
            case ("edges", _): Self.maximumEdges
            case ("status_counts", _), (_, .count): Self.maximumFigure
            default: 0
            }
        if range.count <= limit { figures[field.name] = reader.value(range) }
    }

    /// A list that was cut says elsewhere how long it is.
    private mutating func correctLengths(_ totals: JSONValue?) {
        for (list, total) in totals?.objectValue ?? [:] where figures["\(list)_count"] != nil {
            figures["\(list)_count"] = total
        }
    }

    private mutating func require(_ kind: CanonicalJSONReader.Kind, _ expected: @autoclosure () -> String) throws {
        if try reader.kind() != kind { throw try violation(expected()) }
    }

    /// That the value which comes next is another one than expected.
    private mutating func violation(_ expected: String) throws -> SchemaViolation {
        SchemaViolation("must be \(expected), but is \(try shown())")
    }

    /// What the value which comes next is, short enough for a message.
    private mutating func shown() throws -> String {
        let start = reader.position
        switch try reader.kind() {
        case .object: return "an object"
        case .array: return "a list"
        case .string: return "the text \"\(reader.decoded(try reader.string()).prefix(40))\""
        case .number, .bool, .null:
            try reader.skip()
            return reader.written(start..<reader.position)
        }
    }
}
