import Domain

/// A body that is written straight into bytes, for the answers that agents are given most often. What it writes is, byte for
/// byte, what `WireJSON.encode` would.
public protocol DirectJSON: Encodable {
    /// Writes the body, members in the order of their names.
    func write(to writer: inout JSONWriter)
}

extension WireJSON {
    /// Writes a body, members in the order of their names.
    public static func encode(_ body: some DirectJSON) -> [UInt8] {
        var writer = JSONWriter()
        body.write(to: &writer)
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ text: String?) {
        self.name(name)
        if let text { string(text) } else { null() }
    }

    fileprivate mutating func member(_ name: String, _ flag: Bool) {
        self.name(name)
        bool(flag)
    }

    fileprivate mutating func member(_ name: String, _ number: some BinaryInteger) {
        self.name(name)
        integer(number)
    }
}

extension HeartbeatResponse: DirectJSON {
    /// See ``DirectJSON``.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("acknowledged", acknowledged)
            writer.name("cancel_job_guids")
            writer.array(cancelJobGuids)
            writer.member("paused", paused)
            writer.member("server_time", serverTime.description)
        }
    }
}

extension ProgressResponse: DirectJSON {
    /// See ``DirectJSON``.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("acknowledged", acknowledged)
            writer.member("cancelled", cancelled)
        }
    }
}

extension CompletionResponse: DirectJSON {
    /// See ``DirectJSON``.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("acknowledged", acknowledged)
            writer.member("result_guid", resultGuid)
        }
    }
}

extension ClaimResponse: DirectJSON {
    /// See ``DirectJSON``.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("job")
            if let job { job.write(to: &writer) } else { writer.null() }
        }
    }
}

extension JobAssignment: DirectJSON {
    /// See ``DirectJSON``.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("attempt", attempt)
            writer.name("collection")
            write(collection, to: &writer)
            writer.member("config_url", configUrl)
            writer.name("connector")
            write(connector, to: &writer)
            writer.member("guid", guid)
            writer.member("lease_seconds", leaseSeconds)
            writer.name("parameters")
            write(parameters, to: &writer)
            writer.name("pipeline")
            write(pipeline, to: &writer)
            writer.name("previous")
            write(previous, to: &writer)
            writer.member("signing_secret", signingSecret)
            writer.member("tool", tool.rawValue)
            writer.member("websocket_url", websocketUrl)
        }
    }

    private func write(_ collection: AssignedCollection, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("guid", collection.guid)
            writer.member("location", collection.location)
            writer.member("name", collection.name)
            writer.member("type", collection.type.rawValue)
        }
    }

    private func write(_ connector: AssignedConnector?, to writer: inout JSONWriter) {
        guard let connector else { return writer.null() }
        writer.object { writer in
            writer.name("configuration")
            writer.object(of: connector.configuration) { $0.string($1) }
            writer.member("credential_location", connector.credentialLocation.rawValue)
            if let credentials = connector.credentials {
                writer.name("credentials")
                writer.object(of: credentials) { $0.string($1) }
            }
            writer.member("guid", connector.guid)
            writer.member("type", connector.type.rawValue)
        }
    }

    private func write(_ parameters: RunParameters, to writer: inout JSONWriter) {
        writer.object { writer in
            // An option that is not given is left out.
            for (name, flag) in [
                ("accept_empty", parameters.acceptEmpty),
                ("pair_across_directories", parameters.pairAcrossDirectories),
                ("read_sidecars", parameters.readSidecars),
            ] {
                if let flag { writer.member(name, flag) }
            }
        }
    }

    private func write(_ pipeline: AssignedPipeline?, to writer: inout JSONWriter) {
        guard let pipeline else { return writer.null() }
        writer.object { writer in
            writer.member("guid", pipeline.guid)
            writer.member("name", pipeline.name)
        }
    }

    private func write(_ previous: PreviousResult?, to writer: inout JSONWriter) {
        guard let previous else { return writer.null() }
        writer.object { writer in
            if let fingerprint = previous.fingerprint { writer.member("fingerprint", fingerprint) }
            writer.member("result_guid", previous.resultGuid)
            writer.member("total_files", previous.totalFiles)
        }
    }
}
