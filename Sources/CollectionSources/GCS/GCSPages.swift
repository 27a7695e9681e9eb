import AsyncHTTPClient
import Domain
import NIOHTTP1
import S3

/// The pages of a Google Cloud Storage bucket. Source: Cloud Storage JSON API, *Objects: list*.
struct GCSPages: BucketPages {
    let bucket: String
    let endpoint: Endpoint
    let account: String
    let calls: StoreCalls
    let tokens: AccessTokens

    /// The largest page: 1,000 objects whose names are as long as they may be, each byte written as six.
    private static let largestPage = 16 << 20
    private static let fields = "items(name,size,updated),prefixes,nextPageToken"

    var place: String { "gs://\(bucket)" }

    func page(_ query: ObjectQuery) async throws -> ObjectPage {
        do {
            return try await calls.repeating {
                ($0 as? GCSFailure)?.mayPass == true
            } _: {
                try await attempt(query)
            }
        } catch let failure as GCSFailure {
            throw PlaceFailure(failure.reason, failure.message)
        }
    }

    /// Makes one try, and a second one with a new token where the first was refused.
    private func attempt(_ query: ObjectQuery) async throws -> ObjectPage {
        let token = try await tokens.current()
        let answer = try await send(query, token)
        if answer.status != 401 { return try page(answer, of: query, token) }
        await tokens.drop(token)
        let renewed = try await tokens.current()
        return try page(try await send(query, renewed), of: query, renewed)
    }

    private func send(_ query: ObjectQuery, _ token: String) async throws -> StoreCalls.Answer {
        var request = HTTPClientRequest(url: address(of: query))
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        return try await GCSFailure.catching {
            try await calls.send(request, to: "\(endpoint)", upTo: Self.largestPage)
        }
    }

    private func address(of query: ObjectQuery) -> String {
        var fields = [
            ("fields", Self.fields), ("maxResults", "\(query.limit ?? 1000)"),
            ("prefix", String(decoding: query.prefix, as: UTF8.self)),
        ]
        if query.isDelimited { fields.append(("delimiter", "/")) }
        switch query.start {
        case .beginning: break
        // The key itself is listed as well; who asked knows it.
        case .after(let key): fields.append(("startOffset", String(decoding: key, as: UTF8.self)))
        case .token(let token): fields.append(("pageToken", token))
        }
        return "\(endpoint)/storage/v1/b/\(URIEncoding.encode(bucket))/o?\(SignatureV4.query(fields))"
    }

    private func page(_ answer: StoreCalls.Answer, of query: ObjectQuery, _ token: String) throws -> ObjectPage {
        guard (200..<300).contains(answer.status) else {
            throw GCSFailure(status: answer.status, body: answer.body, bucket: place, account: account, hiding: [token])
        }
        do {
            return try Self.page(try JSONParser.parse(answer.body))
        } catch let error as JSONSyntaxError {
            throw unreadable("it is no JSON: \(error)")
        } catch let error as Malformed {
            throw unreadable(error.what)
        }
    }

    private struct Malformed: Error {
        let what: String
    }

    private func unreadable(_ why: String) -> GCSFailure {
        GCSFailure(
            .refused, "The list of \(place) cannot be read: \(why). Check that the endpoint is that of Cloud Storage.")
    }

    private static func page(_ list: JSONValue) throws(Malformed) -> ObjectPage {
        guard list.objectValue != nil else { throw Malformed(what: "it is no object") }
        var page = ObjectPage()
        for item in list["items"]?.arrayValue ?? [] {
            guard let name = item["name"]?.stringValue else { throw Malformed(what: "an object in it has no name") }
            let size = item["size"].flatMap { $0.stringValue.flatMap { Int64($0) } ?? $0.integerValue }
            let updated = item["updated"]?.stringValue.flatMap { Timestamp($0) }
            guard let size, size >= 0, let updated else {
                throw Malformed(
                    what: "it gives no \(updated == nil ? "time of last change" : "size") for \(name.prefix(200))")
            }
            page.append(name.utf8, size: size, modified: updated.milliseconds)
        }
        page.prefixes = (list["prefixes"]?.arrayValue ?? []).compactMap { $0.stringValue.map { Array($0.utf8) } }
        if let token = list["nextPageToken"]?.stringValue, !token.isEmpty { page.next = .token(token) }
        return page
    }
}
