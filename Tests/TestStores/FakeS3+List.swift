import Hummingbird

extension FakeS3 {
    /// What a list asks for, raw.
    private struct Asked {
        var fields: [String: [UInt8]] = [:]

        init(_ query: String) {
            for part in query.split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                fields[String(pair[0])] = Asked.decoded(pair.count > 1 ? pair[1] : "")
            }
        }

        static func decoded(_ text: Substring) -> [UInt8] {
            var bytes: [UInt8] = []
            var rest = Array(text.utf8)[...]
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "%") else {
                    bytes.append(byte)
                    continue
                }
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            }
            return bytes
        }
    }

    /// One page. Source: Amazon S3 API Reference, *ListObjectsV2*.
    func list(_ request: Request) -> Response {
        let query = request.uri.query ?? ""
        let asked = Asked(query).fields
        let state = self.state.withLock { state in
            state.queries.append(query)
            return state
        }
        let prefix = asked["prefix"] ?? []
        let isDelimited = asked["delimiter"] != nil
        let start = state.habits.contains(.ignoresStart) ? [] : asked["start-after"] ?? []
        let after = asked["continuation-token"].map(Self.key) ?? start
        let (size, entries) = (entrySizes(state), entries(state, prefix, isDelimited: isDelimited))
        let isBehind = { (entry: [UInt8]) in
            after.isEmpty || self.precedes(after, entry, state)
                || (asked["continuation-token"] == nil && isDelimited && entry.last == slash
                    && after.starts(with: entry))
        }
        let left = entries.filter(isBehind)
        let limit = min(state.pageSize, asked["max-keys"].flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 1000)
        let page = left.prefix(limit)
        let isCut = left.count > page.count
        var text =
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>\(isCut)</IsTruncated>"
        for entry in page {
            let name = written(entry, state)
            text +=
                isDelimited && entry.count > prefix.count && entry.last == slash && size[entry] == nil
                ? "<CommonPrefixes><Prefix>\(name)</Prefix></CommonPrefixes>"
                : "<Contents><Key>\(name)</Key><LastModified>\(Self.modified)</LastModified>"
                    + "<Size>\(size[entry] ?? 0)</Size><Owner><ID>1</ID></Owner></Contents>"
        }
        if isCut, !state.habits.contains(.givesNoToken) {
            let last = self.last(page, state, after: after)
            let token = last.map { String(UInt16($0) + 256, radix: 16) }.joined()
            text += "<NextContinuationToken>\(token)</NextContinuationToken>"
        }
        // AWS says it before the keys; others may say it behind them.
        if !state.habits.contains(.encodesNothing) { text += "<EncodingType>url</EncodingType>" }
        return Self.response(200, text + "</ListBucketResult>", [])
    }

    /// The key that the next page begins behind.
    private func last(_ page: ArraySlice<[UInt8]>, _ state: State, after: [UInt8]) -> [UInt8] {
        if state.habits.contains(.goesInCircles) { return [0x20] }
        if state.habits.contains(.goesBackAndForth) { return after == [0x20] ? [0x21] : [0x20] }
        return page.last ?? []
    }

    /// The key that a token stands for: three hexadecimal digits for each byte.
    private static func key(_ token: [UInt8]) -> [UInt8] {
        stride(from: 0, to: token.count - 2, by: 3).compactMap { start in
            Int(String(decoding: token[start..<start + 3], as: UTF8.self), radix: 16).map { UInt8($0 - 256) }
        }
    }

    private func entrySizes(_ state: State) -> [[UInt8]: Int] {
        var sizes = Dictionary(state.rawKeys.map { ($0, 1) }, uniquingKeysWith: { first, _ in first })
        for (key, bytes) in state.objects { sizes[Array(key.utf8)] = bytes.count }
        return sizes
    }

    /// Keys and common prefixes in order.
    private func entries(_ state: State, _ prefix: [UInt8], isDelimited: Bool) -> [[UInt8]] {
        let keys = entrySizes(state).keys.filter { $0.starts(with: prefix) }
        let entries = keys.map { key -> [UInt8] in
            guard isDelimited, let end = key[prefix.count...].firstIndex(of: slash) else { return key }
            return Array(key[...end])
        }
        return Set(entries).sorted { precedes($0, $1, state) }
    }

    private func precedes(_ one: [UInt8], _ other: [UInt8], _ state: State) -> Bool {
        state.habits.contains(.listsInDisorder)
            ? one.reversed().lexicographicallyPrecedes(other.reversed()) : one.lexicographicallyPrecedes(other)
    }

    private func written(_ key: [UInt8], _ state: State) -> String {
        if state.habits.contains(.encodesNothing) {
            return String(decoding: key, as: UTF8.self).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        }
        return key.map { byte in
            let isPlain = Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
            if byte < 0x80, isPlain || "-._/".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
            if byte == UInt8(ascii: " "), !state.habits.contains(.encodesSpaces) { return "+" }
            let hex = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "%0\(hex)" : "%\(hex)"
        }.joined()
    }
}

private let slash = UInt8(ascii: "/")
