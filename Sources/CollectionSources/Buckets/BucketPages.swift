import S3

/// A bucket that is listed page by page, whatever the store.
protocol BucketPages: Sendable {
    /// The bucket, for messages, for example `s3://photos`.
    var place: String { get }

    /// One page of its list, tried again where the store is briefly away.
    /// - Throws: `PlaceFailure`, `CancellationError`.
    func page(_ query: ObjectQuery) async throws -> ObjectPage
}

/// A folder of a bucket: the bytes that the keys of all its files begin with.
struct BucketFolder: Hashable {
    /// Empty for the whole bucket; otherwise with a slash at its end.
    let prefix: [UInt8]

    /// A folder by its path, with or without a slash at the end.
    init(_ path: String) {
        prefix = Array(path.isEmpty || path.utf8.last == slash ? path.utf8[...] : (path + "/").utf8[...])
    }

    /// The folder for messages.
    func shown(in bucket: some BucketPages) -> String { "\(bucket.place)/\(String(decoding: prefix, as: UTF8.self))" }

    /// That there is nothing under the prefix, which is where a folder is not.
    func missing(in bucket: some BucketPages) -> PlaceFailure {
        let hint = prefix.first == slash ? " A folder's path has no slash at its beginning." : ""
        return PlaceFailure(
            .noFolder,
            "There is no folder \(shown(in: bucket)): the bucket has nothing under that name. "
                + "Check how it is written, capitals included.\(hint)")
    }
}

extension BucketPages {
    /// Tries whether the folder can be listed.
    func test(_ folder: BucketFolder, skipping rules: SkipRules) async -> ConnectionTest {
        do {
            let page = try await page(ObjectQuery(prefix: folder.prefix, isDelimited: true, limit: 100))
            guard !page.isEmpty || folder.prefix.isEmpty else { throw folder.missing(in: self) }
            return ConnectionTest(.passed(entries: folder.entries(page, skipping: rules)))
        } catch let failure as PlaceFailure {
            return ConnectionTest(.failed(failure.reason, message: failure.message))
        } catch {
            return ConnectionTest(.failed(.unreachable, message: "The test was stopped before the store had answered."))
        }
    }
}

extension BucketFolder {
    /// The first names of a page, folders and files in one order.
    fileprivate func entries(_ page: ObjectPage, skipping rules: SkipRules) -> [[UInt8]] {
        var keys = page.prefixes
        page.forEach { key, _, _ in keys.append(Array(key)) }
        let names = keys.filter { $0.count > prefix.count && $0.starts(with: prefix) }.map {
            $0.dropFirst(prefix.count)
        }
        let shown = names.filter { name in
            Array(name.last == slash ? name.dropLast() : name).withUnsafeBufferPointer { rules.match($0) == nil }
        }
        return shown.map(Array.init).sorted { $0.lexicographicallyPrecedes($1) }
            .prefix(ConnectionTest.shownEntries).map { $0 }
    }
}
