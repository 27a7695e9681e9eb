import Domain
import Synchronization
import TestSupport
import Testing

@testable import AgentCommands
@testable import AgentRuntime

@Suite("The questions for credentials")
struct CredentialPromptTests {
    /// What was asked, and what was said beside it.
    private struct Talk {
        var values: [String: String]
        var asked: [String]
        var secret: [Bool]
        var said: String
    }

    private func talk(_ schema: JSONValue, _ answers: [String]) throws -> Talk {
        struct Ended: Error {}
        let state = Mutex((rest: answers[...], asked: [String](), secret: [Bool](), said: ""))
        var context = CommandContext(
            environment: [:], out: { _ in }, note: { text in state.withLock { $0.said += text } })
        context.ask = { prompt, isSecret in
            try state.withLock { state in
                state.asked.append(prompt)
                state.secret.append(isSecret)
                guard let answer = state.rest.popFirst() else { throw Ended() }
                return answer
            }
        }
        let values = try CredentialPrompt(schema).ask(context)
        return state.withLock { Talk(values: values, asked: $0.asked, secret: $0.secret, said: $0.said) }
    }

    @Test("are asked in the schema's order, secrets unseen, needed ones again", .proves("FR-300.6"))
    func order() throws {
        let schema = ConnectorField.schema(ConnectorType.s3.credentialFields)
        let talk = try talk(schema, ["", "AKIA1", "", "  a secret ", ""])
        #expect(talk.values == ["access_key_id": "AKIA1", "secret_access_key": "  a secret "])
        #expect(
            talk.asked == [
                "Access key: ", "Access key: ", "Secret key: ", "Secret key: ", "Session token (may be left empty): ",
            ])
        #expect(talk.secret == [false, false, true, true, true])
        #expect(talk.said.contains("Access key is needed."))
    }

    @Test("take a key file by its path, and ask again where it cannot be read")
    func document() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/key.json"
        try DurableFile.write(Array(#"{"type": "service_account"}"#.utf8), to: file, mode: 0o600)
        let schema = ConnectorField.schema(ConnectorType.gcs.credentialFields)
        let talk = try talk(schema, [folder.path + "/none.json", file])
        #expect(talk.values == ["service_account": #"{"type": "service_account"}"#])
        #expect(talk.secret == [false, false] && talk.said.contains("none.json cannot be read"))
    }

    @Test("offer choices and standards")
    func choices() throws {
        let schema: JSONValue = [
            "required": ["a"],
            "properties": ["a": ["title": "A", "enum": ["x", "y"], "default": "x"], "b": ["type": "string"]],
        ]
        let talk = try talk(schema, ["z", "", "text"])
        #expect(talk.values == ["a": "x", "b": "text"])
        #expect(talk.asked == ["A (x, y) [x]: ", "A (x, y) [x]: ", "b (may be left empty): "])
        #expect(talk.said.contains("A must be one of x, y."))
    }
}
