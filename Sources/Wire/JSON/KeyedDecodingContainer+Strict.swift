import Domain

// What the compiler writes for the decoding of our DTOs finds these in place of the general ones, so that a refusal names the
// field and says what would be right, in the words of the protocol.

extension KeyedDecodingContainer {
    func decode<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type, forKey key: Key) throws -> Word
    where Word: Decodable {
        guard let word = Word(rawValue: try decode(String.self, forKey: key)) else {
            throw refusal(key, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    func decodeIfPresent<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type, forKey key: Key) throws
        -> Word?
    where Word: Decodable {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decode(type, forKey: key)
    }

    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        let number = try decode(Double.self, forKey: key)
        guard let whole = Int64(exactly: number), whole.magnitude <= 9_007_199_254_740_991 else {
            throw refusal(key, "must be a whole number within ±9007199254740991")
        }
        return whole
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decode(type, forKey: key)
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        Int(try decode(Int64.self, forKey: key))
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try decodeIfPresent(Int64.self, forKey: key).map(Int.init)
    }

    private func refusal(_ key: Key, _ problem: String) -> DecodingError {
        DecodingError.dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: problem))
    }
}
