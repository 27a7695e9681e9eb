import CLibPQ

/// Arguments of a statement in PostgreSQL's binary format, with the type of each; 0 for NULL, whose type the server
/// finds out.
struct PostgresArguments {
    /// The types that parameters and columns of ours have, by PostgreSQL's numbers (pg_type.dat).
    enum TypeNumber {
        static let bool: Oid = 16
        static let bytea: Oid = 17
        static let char: Oid = 18
        static let name: Oid = 19
        static let int8: Oid = 20
        static let int2: Oid = 21
        static let int4: Oid = 23
        static let text: Oid = 25
        static let oid: Oid = 26
        static let float4: Oid = 700
        static let float8: Oid = 701
        static let unknown: Oid = 705
        static let bpchar: Oid = 1042
        static let varchar: Oid = 1043
        static let numeric: Oid = 1700
        static let void: Oid = 2278
    }

    /// The type of each argument.
    private(set) var types: [Oid] = []
    private var lengths: [Int32] = []
    private var bytes: [UInt8] = []
    private var isNull: [Bool] = []

    /// No arguments.
    static let none = PostgresArguments()

    private init() {}

    /// - Throws: ``DatabaseError/constraint(kind:detail:)`` for a text with U+0000, which PostgreSQL cannot store.
    init(_ arguments: [any SQLValueConvertible]) throws(DatabaseError) {
        types.reserveCapacity(arguments.count)
        lengths.reserveCapacity(arguments.count)
        isNull.reserveCapacity(arguments.count)
        for (index, argument) in arguments.enumerated() {
            let start = bytes.count
            let value = argument.sqlValue
            types.append(append(value))
            lengths.append(Int32(bytes.count - start))
            isNull.append(value == .null)
            if case .text = value, bytes[start...].contains(0) {
                throw .constraint(
                    kind: .check,
                    detail: "value \(index + 1) is a text with the character U+0000, which cannot be stored")
            }
        }
    }

    private mutating func append(_ value: SQLValue) -> Oid {
        switch value {
        case .null: return 0
        case .integer(let integer):
            withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
            return TypeNumber.int8
        case .real(let real):
            withUnsafeBytes(of: real.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
            return TypeNumber.float8
        case .text(let text):
            bytes.append(contentsOf: text.utf8)
            return TypeNumber.text
        case .blob(let blob):
            bytes.append(contentsOf: blob)
            return TypeNumber.bytea
        }
    }

    /// Hands the arguments to a function of libpq: their number, addresses, lengths and formats.
    func withPointers<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> Result
    ) -> Result {
        // One byte more, so that an empty argument at the end has an address too; without one it would be NULL.
        (bytes + [0]).withUnsafeBytes { buffer in
            var offset = 0
            var addresses: [UnsafePointer<CChar>?] = []
            addresses.reserveCapacity(types.count)
            for (length, isNull) in zip(lengths, isNull) {
                let address = buffer.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
                addresses.append(isNull ? nil : address)
                offset += Int(length)
            }
            let formats = [Int32](repeating: 1, count: types.count)
            return body(Int32(types.count), addresses, lengths, formats)
        }
    }
}
