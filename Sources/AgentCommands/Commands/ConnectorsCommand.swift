import AgentRuntime
import ArgumentParser
import Domain

/// `connectors`: the credentials that this agent holds, and those that are wanted.
struct ConnectorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connectors",
        abstract: "Enters, tries and removes the credentials of buckets and shares.",
        discussion: """
            Credentials are kept on this machine, encrypted, once they have passed a test. They are never sent to the server.

            Examples:
              safelight-agent connectors list --pending
              safelight-agent connectors configure con_…
              safelight-agent connectors configure con_… --from-json - < key.json
            """,
        subcommands: [List.self, Configure.self, Test.self, Remove.self], defaultSubcommand: List.self)

    /// `connectors list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the connectors whose credentials agents may hold.")

        @OptionGroup var shared: SharedOptions
        @Flag(help: "Only those that no agent holds yet.") var pending = false

        func run() async throws {
            let context = CommandContext.current
            let found = try await shared.withCredentials { try await $0.list(pendingOnly: pending) }
            if try shared.wantsJSON() {
                context.print(JSONText.line(["connectors": .array(found.map(\.json))]))
                return
            }
            for listed in found { context.print(TerminalText.safe(listed.line)) }
            if found.isEmpty {
                context.say(
                    pending ? "No connector waits for credentials." : "No connector's credentials live on agents.")
            }
        }
    }

    /// `connectors configure`.
    struct Configure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks for a connector's credentials, tries them, and keeps them if they work.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The connector's id.") var guid: String
        @Option(
            help: ArgumentHelp(
                "Take the credentials from a JSON object: a file, or - for standard input.", valueName: "file"))
        var fromJson: String?

        func run() async throws {
            let context = CommandContext.current
            let entries = try await shared.withCredentials { credentials in
                let connector = try await credentials.metadata(guid)
                context.say("\(TerminalText.safe(connector.name)) (\(connector.type.rawValue))")
                let values =
                    try fromJson.map { try fields($0, context) }
                    ?? CredentialPrompt(connector.credentialSchema).ask(context)
                return try await credentials.configure(connector, values)
            }
            try shared.tell(entries, "The credentials work and are kept.")
        }

        private func fields(_ file: String, _ context: CommandContext) throws -> [String: String] {
            let bytes = try InputFile.read(context.path(file), limit: 64 * 1024)
            // Where it cannot be read is said without any of it.
            guard let members = try? JSONParser.parse(bytes).objectValue else {
                throw AgentError(
                    code: "credentials_invalid", message: "The credentials must be one JSON object.", exit: .badData)
            }
            return try members.mapValues { value in
                // A key file may stand in it as it is, or as text.
                if let text = value.stringValue { return text }
                guard value.objectValue != nil else {
                    throw AgentError(
                        code: "credentials_invalid", message: "Every field of the credentials must be a text.",
                        exit: .badData)
                }
                return String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
            }
        }
    }

    /// `connectors test`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Tries the credentials that are held.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The connector's id.") var guid: String

        func run() async throws {
            let entries = try await shared.withCredentials { try await $0.test(try await $0.metadata(guid)) }
            try shared.tell(entries, "The credentials work.")
        }
    }

    /// `connectors remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes the credentials of a connector from here.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The connector's id.") var guid: String

        func run() async throws {
            try await shared.withCredentials { try await $0.remove(guid) }
            CommandContext.current.say("The credentials are gone from this machine.")
        }
    }
}

extension ConnectorCredentials.Listed {
    fileprivate var line: String {
        let state =
            testedAt.map { "held, tested \($0)" } ?? (connector.credentialLocation == .pending ? "pending" : "not here")
        return "\(connector.guid)  \(connector.type.rawValue)  \(connector.name)  (\(state))"
    }

    fileprivate var json: JSONValue {
        [
            "guid": .string(connector.guid), "name": .string(connector.name), "type": .string(connector.type.rawValue),
            "credential_location": .string(connector.credentialLocation.rawValue),
            "is_held": .bool(testedAt != nil), "tested_at": testedAt.map { .string("\($0)") } ?? .null,
        ]
    }
}

extension SharedOptions {
    fileprivate func withCredentials<Answer>(
        _ body: (ConnectorCredentials) async throws -> Answer
    ) async throws -> Answer {
        let credentials = try ConnectorCredentials(
            home: agentHome, settings: settings(), time: CommandContext.current.time)
        do {
            let answer = try await body(credentials)
            await credentials.close()
            return answer
        } catch {
            await credentials.close()
            throw error
        }
    }

    /// What a test found.
    fileprivate func tell(_ entries: [String], _ words: String) throws {
        let context = CommandContext.current
        if try wantsJSON() {
            context.print(JSONText.line(["test_successful": .bool(true), "entries": JSONValue(entries)]))
            return
        }
        for entry in entries { context.print(TerminalText.safe(entry)) }
        context.say(entries.isEmpty ? "\(words) There is nothing in it yet." : words)
    }
}
