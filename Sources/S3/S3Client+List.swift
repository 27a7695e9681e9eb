import XML

extension S3Client {
    /// One page of the bucket's list (ListObjectsV2).
    /// - Throws: `S3Error`, `CancellationError`.
    public func page(_ query: ObjectQuery) async throws -> ObjectPage {
        var fields: [(name: String, value: [UInt8])] = [
            ("list-type", Array("2".utf8)), ("encoding-type", Array("url".utf8)), ("prefix", query.prefix),
        ]
        if query.isDelimited { fields.append(("delimiter", [UInt8(ascii: "/")])) }
        if let limit = query.limit { fields.append(("max-keys", Array("\(limit)".utf8))) }
        switch query.start {
        case .beginning: break
        case .after(let key): fields.append(("start-after", key))
        case .token(let token): fields.append(("continuation-token", Array(token.utf8)))
        }
        let body = try await call(Call(method: .GET, key: "", query: SignatureV4.query(fields)))
        do {
            return try S3PageReader.read(body)
        } catch {
            let shown = place(String(decoding: query.prefix, as: UTF8.self))
            throw S3Error(
                .refused,
                "The list of \(shown) cannot be read: \(error). Check that the endpoint is that of an S3 store.")
        }
    }

    /// The keys that begin with a text, in the order of their bytes.
    public func keys(prefix: String) async throws -> [String] {
        var keys: [String] = []
        var query = ObjectQuery(prefix: Array(prefix.utf8))
        while true {
            let page = try await page(query)
            page.forEach { key, _, _ in keys.append(String(decoding: key, as: UTF8.self)) }
            guard let next = page.next else { return keys }
            guard next != query.start else {
                throw S3Error(
                    .refused, "The list of \(place(prefix)) goes in circles: the store knows no ListObjectsV2.")
            }
            query.start = next
        }
    }
}
