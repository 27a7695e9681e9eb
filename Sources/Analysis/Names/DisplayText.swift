/// A raw name as it is shown: what is UTF-8 as it is, every other byte as `\xHH` (analysis.md, *File record*).
public func displayText(_ rawName: some Collection<UInt8>) -> String {
    if let text = String(validating: rawName, as: UTF8.self) { return text }
    var shown = ""
    var rest = Array(rawName)[...]
    while let first = rest.first {
        if let scalar = leadingScalar(rest) {
            shown.unicodeScalars.append(scalar)
            rest = rest.dropFirst(UTF8.width(scalar))
        } else {
            let digits = String(first, radix: 16, uppercase: true)
            shown += "\\x" + (digits.count < 2 ? "0" : "") + digits
            rest = rest.dropFirst()
        }
    }
    return shown
}

private func leadingScalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
}
