/// A valid file name: `CAMERA COUNTER ("-" PROPERTY)* EXT`, ASCII only (analysis.md, *Photo Pairing*).
///
/// It holds places in the raw name that it was read from, and packed values; reading one allocates nothing.
public struct ImageName: Hashable, Sendable {
    /// Camera and counter in one number that sorts as their text does, below 36⁴ · 10,000.
    public let key: UInt64
    /// Where the extension begins, with its dot; the end where a stem was read.
    public let stemEnd: Int
    /// Where the first property of digits alone stands, which names the separate image; empty where there is none.
    public let separateID: Range<Int>

    /// Reads a raw name. The reason why it is not valid is the first that applies in the order of `InvalidName`'s cases.
    public static func parse(_ name: UnsafeBufferPointer<UInt8>) -> Result<ImageName, InvalidName> {
        let stemEnd = FileName.stemEnd(name)
        let parsed = parse(stem: UnsafeBufferPointer(rebasing: name[..<stemEnd]))
        guard case .success = parsed else { return parsed }
        guard stemEnd < name.count, name[(stemEnd + 1)...].allSatisfy(isAlphanumeric) else {
            return .failure(.invalidExtension)
        }
        return parsed
    }

    /// Reads a name without its extension, as a sidecar has it before `.xmp`. `invalidExtension` is never the reason.
    public static func parse(stem: UnsafeBufferPointer<UInt8>) -> Result<ImageName, InvalidName> {
        guard stem.count >= 8 else { return .failure(.tooShort) }
        var key: UInt64 = 0
        for index in 0..<4 {
            guard let value = cameraValue(stem[index]) else { return .failure(cameraReason(stem)) }
            key = key * 36 + value
        }
        var counter: UInt64 = 0
        for index in 4..<8 {
            guard isDigit(stem[index]) else { return .failure(index == 4 ? .counterMissing : .counterInvalid) }
            counter = counter * 10 + UInt64(stem[index] - zero)
        }
        guard stem.count == 8 || stem[8] == hyphen else { return .failure(.counterInvalid) }
        guard counter > 0 else { return .failure(.counterZero) }
        return properties(of: stem, key: key * 10_000 + counter)
    }

    /// Goes through the properties, the first of which follows the hyphen at byte 8.
    private static func properties(
        of stem: UnsafeBufferPointer<UInt8>, key: UInt64
    ) -> Result<ImageName, InvalidName> {
        var separateID = 8..<8
        var (start, hasEmpty, isValid, isNumber) = (9, false, true, true)
        var index = 9
        while index <= stem.count, stem.count > 8 {
            if index == stem.count || stem[index] == hyphen {
                if index == start { hasEmpty = true }
                if isNumber, index > start, separateID.isEmpty { separateID = start..<index }
                (start, isNumber) = (index + 1, true)
            } else if !isDigit(stem[index]) {
                isNumber = false
                if !isPropertyByte(stem[index]) { isValid = false }
            }
            index += 1
        }
        if hasEmpty { return .failure(.emptyProperty) }
        if !isValid { return .failure(.invalidProperty) }
        return .success(ImageName(key: key, stemEnd: stem.count, separateID: separateID))
    }

    private static func cameraReason(_ stem: UnsafeBufferPointer<UInt8>) -> InvalidName {
        stem[..<4].allSatisfy(isAlphanumeric) ? .cameraLowercase : .cameraInvalid
    }

    /// A digit or a capital as a digit of base 36, which keeps their order in ASCII.
    private static func cameraValue(_ byte: UInt8) -> UInt64? {
        switch byte {
        case zero...UInt8(ascii: "9"): UInt64(byte - zero)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    static func isPropertyByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 26 }
}

extension ImageName {
    /// Goes through the processing methods: every property but the one that names the separate image, in their order and as often
    /// as they stand there. `name` is the raw name, or stem, that this was read from.
    @inline(__always)
    public func forEachMethod(
        in name: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var start = 9
        while start < stemEnd {
            var end = start
            while end < stemEnd, name[end] != hyphen { end += 1 }
            if start != separateID.lowerBound { body(UnsafeBufferPointer(rebasing: name[start..<end])) }
            start = end + 1
        }
    }

    /// Camera and counter as text, for example `AB3D0001`.
    public static func groupID(_ key: UInt64) -> String {
        cameraID(key) + counter(key)
    }

    /// The camera of a key as text, for example `AB3D`.
    public static func cameraID(_ key: UInt64) -> String {
        var rest = key / 10_000
        var bytes: [UInt8] = [0, 0, 0, 0]
        for index in bytes.indices.reversed() {
            let value = UInt8(rest % 36)
            bytes[index] = value < 10 ? zero + value : UInt8(ascii: "A") + value - 10
            rest /= 36
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The counter of a key as text, for example `0001`.
    public static func counter(_ key: UInt64) -> String {
        let digits = String(key % 10_000)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// The 16 digits of the separate-image id from a place on in one number that sorts as their text does; 0 where there are none.
    /// It stands for all the rest of the id where its lowest four bits are 0.
    func packedSeparateID(in name: UnsafeBufferPointer<UInt8>, from offset: Int = 0) -> UInt64 {
        var packed: UInt64 = 0
        var shift: UInt64 = 60
        for byte in name[separateID].dropFirst(offset).prefix(16) {
            packed |= UInt64(byte - zero + 1) << shift
            shift &-= 4
        }
        return packed
    }
}

private let zero = UInt8(ascii: "0")
private let hyphen = UInt8(ascii: "-")
