import CLibPQ

/// Reads values in PostgreSQL's binary format.
enum PostgresValue {
    private typealias TypeNumber = PostgresArguments.TypeNumber

    /// The value of these bytes, or nil for a type that we do not know.
    static func decode(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> SQLValue? {
        switch type {
        case TypeNumber.int8: .integer(integer(bytes, Int64.self))
        case TypeNumber.text, TypeNumber.varchar, TypeNumber.name, TypeNumber.bpchar, TypeNumber.char,
            TypeNumber.unknown:
            .text(String(decoding: bytes, as: UTF8.self))
        case TypeNumber.int4: .integer(Int64(integer(bytes, Int32.self)))
        case TypeNumber.int2: .integer(Int64(integer(bytes, Int16.self)))
        case TypeNumber.oid: .integer(Int64(integer(bytes, UInt32.self)))
        case TypeNumber.bool: .integer(bytes[0] == 0 ? 0 : 1)
        case TypeNumber.float8: .real(Double(bitPattern: integer(bytes, UInt64.self)))
        case TypeNumber.float4: .real(Double(Float(bitPattern: integer(bytes, UInt32.self))))
        case TypeNumber.bytea: .blob(Array(bytes))
        case TypeNumber.numeric: numeric(bytes)
        case TypeNumber.void: .null
        default: nil
        }
    }

    private static func integer<Number: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _: Number.Type, at offset: Int = 0
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// What `SUM` and `AVG` of integers give: groups of four decimal digits, with the weight of the first, a sign and the
    /// number of digits after the point. One without such digits that fits is an integer, as SQLite has it.
    ///
    /// Source: PostgreSQL, `numeric_send`.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        let count = Int(integer(bytes, Int16.self))
        let weight = Int(integer(bytes, Int16.self, at: 2))
        let sign = integer(bytes, UInt16.self, at: 4)
        let decimals = integer(bytes, Int16.self, at: 6)
        if sign != 0 && sign != 0x4000 { return .real(.nan) }
        let groups = (0..<count).map { Int64(integer(bytes, Int16.self, at: 8 + 2 * $0)) }
        if decimals == 0, let whole = whole(groups, weight) { return .integer(sign == 0 ? whole : -whole) }
        var real = 0.0
        var scale = 1.0
        for (index, group) in groups.enumerated() {
            if index <= weight {
                real = real * 10_000 + Double(group)
            } else {
                scale *= 10_000
                real += Double(group) / scale
            }
        }
        for _ in 0..<max(0, weight + 1 - count) { real *= 10_000 }
        // Groups of zeros between the point and the first group are left out.
        if weight < -1 { for _ in 0..<(-1 - weight) { real /= 10_000 } }
        return .real(sign == 0 ? real : -real)
    }

    private static func whole(_ groups: [Int64], _ weight: Int) -> Int64? {
        var number: Int64 = 0
        for index in 0..<max(0, weight + 1) {
            let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10_000)
            let (sum, isOver) = shifted.addingReportingOverflow(index < groups.count ? groups[index] : 0)
            if isTooLarge || isOver { return nil }
            number = sum
        }
        return number
    }
}
