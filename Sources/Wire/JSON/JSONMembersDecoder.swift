import Domain

/// The members of an object, for `JSONValueDecoder`.
struct JSONMembersDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: JSONValue]
    let codingPath: [any CodingKey]
    var allKeys: [Key] { members.keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try at(key).decodeNil() }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try at(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try at(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try at(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try at(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try at(key).integer() }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try at(key).integer() }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try at(key).integer() }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try at(key).integer() }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try at(key).integer() }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try at(key).integer() }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try at(key).integer() }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try at(key).integer() }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try at(key).integer() }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try at(key).integer() }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try at(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    { try at(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try at(key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { JSONValueDecoder(.object(members), at: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try at(key) }

    private func at(_ key: Key) throws -> JSONValueDecoder {
        guard let value = members[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing"))
        }
        return JSONValueDecoder(value, at: codingPath + [key])
    }
}
