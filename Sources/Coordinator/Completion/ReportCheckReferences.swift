/// Character references in attribute values. Source: WHATWG HTML §13.2.5.72–80.
///
/// Names are known as far as they stand for ASCII: only such characters can make up an address, a function or a quote. Others stay as
/// they are written.
enum ReportCheckReferences {
    /// The value with its references replaced; nil where it has none.
    static func decode(_ value: some Collection<UInt8>) -> [UInt8]? {
        guard value.contains(UInt8(ascii: "&")) else { return nil }
        let source = Array(value)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "&"), let (bytes, end) = reference(in: source, at: index + 1) {
                decoded += bytes
                index = end
            } else {
                decoded.append(source[index])
                index += 1
            }
        }
        return decoded
    }

    private static func reference(in source: [UInt8], at start: Int) -> (bytes: [UInt8], end: Int)? {
        guard start < source.count else { return nil }
        return source[start] == UInt8(ascii: "#") ? numeric(in: source, at: start + 1) : named(in: source, at: start)
    }

    private static func numeric(in source: [UInt8], at start: Int) -> (bytes: [UInt8], end: Int)? {
        let isHex = start < source.count && source[start] | 0x20 == UInt8(ascii: "x")
        let firstDigit = isHex ? start + 1 : start
        var index = firstDigit
        var code: UInt32 = 0
        while index < source.count, let digit = source[index].hexDigit, isHex || digit < 10 {
            code = min(code * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
            index += 1
        }
        guard index > firstDigit else { return nil }
        if index < source.count, source[index] == UInt8(ascii: ";") { index += 1 }
        let scalar = code == 0 ? nil : Unicode.Scalar(code)
        return (Array(String(scalar ?? "\u{FFFD}").utf8), index)
    }

    private static func named(in source: [UInt8], at start: Int) -> (bytes: [UInt8], end: Int)? {
        var end = start
        while end < source.count, end - start < 24, source[end].isLetter || source[end].isDigit { end += 1 }
        let name = String(decoding: source[start..<end], as: UTF8.self)
        if end < source.count, source[end] == UInt8(ascii: ";"), let byte = names[name] ?? legacyNames[name] {
            return ([byte], end + 1)
        }
        // Without a semicolon only the old names count, and in attributes not before `=` either.
        guard let byte = legacyNames[name], end == source.count || source[end] != UInt8(ascii: "=") else { return nil }
        return ([byte], end)
    }

    private static let legacyNames: [String: UInt8] = [
        "amp": 0x26, "AMP": 0x26, "lt": 0x3C, "LT": 0x3C, "gt": 0x3E, "GT": 0x3E, "quot": 0x22, "QUOT": 0x22,
    ]

    private static let names: [String: UInt8] = [
        "Tab": 0x09, "NewLine": 0x0A, "excl": 0x21, "num": 0x23, "dollar": 0x24, "percnt": 0x25, "apos": 0x27,
        "lpar": 0x28, "rpar": 0x29, "ast": 0x2A, "midast": 0x2A, "plus": 0x2B, "comma": 0x2C, "period": 0x2E,
        "sol": 0x2F, "colon": 0x3A, "semi": 0x3B, "equals": 0x3D, "quest": 0x3F, "commat": 0x40, "lsqb": 0x5B,
        "lbrack": 0x5B, "bsol": 0x5C, "rsqb": 0x5D, "rbrack": 0x5D, "Hat": 0x5E, "lowbar": 0x5F, "UnderBar": 0x5F,
        "grave": 0x60, "DiacriticalGrave": 0x60, "lcub": 0x7B, "lbrace": 0x7B, "verbar": 0x7C, "vert": 0x7C,
        "VerticalLine": 0x7C, "rcub": 0x7D, "rbrace": 0x7D,
    ]
}

extension UInt8 {
    /// The value of an ASCII hex digit.
    var hexDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}
