import Domain
import NIOCore
import Wire

/// What of a JobAssignment an agent needs in order to end the job.
///
/// Read by searching the text for three members, since decoding the whole message would make the load generator, which
/// shares the machine with the server, the larger of the two.
struct Assignment {
    var guid: String
    var attempt: Int
    var secret: [UInt8]

    /// Nil where the answer holds no job.
    init?(_ body: ByteBuffer) {
        let view = body.readableBytesView
        guard let guid = Self.text(after: "\"guid\":\"", beginning: JobID.prefix, in: view),
            let secret = Self.text(after: "\"signing_secret\":\"", beginning: "", in: view).flatMap(Base64URL.decode),
            let attempt = Self.number(after: "\"attempt\":", in: view)
        else { return nil }
        self.guid = guid
        self.secret = secret
        self.attempt = attempt
    }

    private static func text(after member: String, beginning: String, in view: ByteBufferView) -> String? {
        let marker = Array((member + beginning).utf8)
        guard let start = end(of: marker, in: view), let last = view[start...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return beginning + String(decoding: view[start..<last], as: UTF8.self)
    }

    private static func number(after member: String, in view: ByteBufferView) -> Int? {
        guard let start = end(of: Array(member.utf8), in: view) else { return nil }
        return Int(String(decoding: view[start...].prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
    }

    /// Where the first occurrence of a marker ends.
    static func end(of marker: [UInt8], in view: ByteBufferView) -> Int? {
        view.withUnsafeBytes { bytes -> Int? in
            guard bytes.count >= marker.count, let first = marker.first else { return nil }
            for start in 0...(bytes.count - marker.count) where bytes[start] == first {
                var length = 1
                while length < marker.count, bytes[start + length] == marker[length] { length += 1 }
                if length == marker.count { return view.startIndex + start + length }
            }
            return nil
        }
    }
}

extension JobID {
    fileprivate static var prefix: String { "job_" }
}

/// A result that is handed in again and again, each time signed for its job.
struct SignedResults {
    private let canonical: String
    private let checksum: Checksum

    /// - Parameter canonical: the results, in canonical form.
    init(canonical: String) {
        self.canonical = canonical
        checksum = Checksum(of: Array(canonical.utf8))
    }

    /// The request's body for an assignment.
    func completion(of assignment: Assignment) -> ByteBuffer {
        let signature = assignment.signature(results: checksum, report: nil)
        var body = ByteBuffer()
        body.reserveCapacity(canonical.utf8.count + 256)
        body.writeString("{\"status\":\"completed\",\"attempt\":\(assignment.attempt),\"signature\":\"\(signature)\",")
        body.writeString("\"metrics\":{\"duration_seconds\":1.5,\"files_processed\":1000},\"results_json\":")
        body.writeString(canonical)
        body.writeString("}")
        return body
    }
}

extension Assignment {
    /// Signs the completed attempt.
    func signature(results: Checksum?, report: Checksum?) -> String {
        guard let job = JobID(guid) else { return "" }
        return ResultSignature(
            job: job, attempt: attempt, status: .completed, resultsChecksum: results, reportChecksum: report
        ).sign(secret: secret)
    }
}
