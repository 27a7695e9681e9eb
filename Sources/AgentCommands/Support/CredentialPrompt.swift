import AgentRuntime
import Domain

/// The questions that a connector's JSON Schema asks (protocol.md, *credential_schema*).
struct CredentialPrompt {
    fileprivate struct Question {
        let name: String
        let title: String
        let hint: String?
        let isSecret: Bool
        let isRequired: Bool
        let choices: [String]
        /// Whether the answer is the path of a file that holds it.
        let isDocument: Bool
        let standard: String?
    }

    private let questions: [Question]

    /// The questions of a schema, in its own order.
    init(_ schema: JSONValue) {
        let properties = schema["properties"]?.objectValue ?? [:]
        let required = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
        let ordered = (schema["x-order"]?.arrayValue ?? []).compactMap(\.stringValue).filter { properties[$0] != nil }
        let names = ordered + properties.keys.filter { !ordered.contains($0) }.sorted()
        questions = names.map { name in
            let property = properties[name]
            return Question(
                name: name, title: property?["title"]?.stringValue ?? name,
                hint: property?["description"]?.stringValue, isSecret: property?["writeOnly"] == .bool(true),
                isRequired: required.contains(name),
                choices: (property?["enum"]?.arrayValue ?? []).compactMap(\.stringValue),
                isDocument: property?["contentMediaType"] == "application/json",
                standard: property?["default"]?.stringValue)
        }
    }

    /// Asks for everything; what is wrong is asked for again.
    /// - Throws: `AgentError` where nobody can be asked, or the person wants the end.
    func ask(_ context: CommandContext) throws -> [String: String] {
        var values: [String: String] = [:]
        for question in questions {
            while true {
                let line = try context.ask(question.line, question.isSecret && !question.isDocument)
                let answer = line.isEmpty ? question.standard ?? "" : line
                if let problem = question.problem(answer) {
                    context.say(problem)
                } else if answer.isEmpty {
                    break
                } else if let value = question.isDocument ? read(answer, context) : answer {
                    values[question.name] = value
                    break
                }
            }
        }
        return values
    }

    private func read(_ path: String, _ context: CommandContext) -> String? {
        do {
            return String(decoding: try InputFile.read(context.path(path), limit: 64 * 1024), as: UTF8.self)
        } catch {
            context.say("\(error)")
            return nil
        }
    }
}

extension CredentialPrompt.Question {
    fileprivate var line: String {
        var text = title
        if isDocument { text += " (path of the file)" }
        if !choices.isEmpty { text += " (\(choices.joined(separator: ", ")))" }
        if let standard { text += " [\(standard)]" }
        if !isRequired, standard == nil { text += " (may be left empty)" }
        return "\(text): "
    }

    fileprivate func problem(_ answer: String) -> String? {
        if answer.isEmpty { return isRequired ? "\(title) is needed.\(hint.map { " \($0)" } ?? "")" : nil }
        if !choices.isEmpty, !choices.contains(answer) {
            return "\(title) must be one of \(choices.joined(separator: ", "))."
        }
        return nil
    }
}
