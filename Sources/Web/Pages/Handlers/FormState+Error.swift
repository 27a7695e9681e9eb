import Coordinator

extension CoordinatorError {
    /// Whether the person who filled in the form can mend it there.
    var isMendable: Bool { [.badRequest, .conflict].contains(kind) || code == "wrong_code" }
}

extension FormState {
    /// The same form with what a service said about it: beside the field that it is about, if the form has it.
    /// - Parameter fields: the fields of codes that name none themselves.
    func with(_ error: CoordinatorError, fields: [String: String] = [:]) -> FormState {
        var form = self
        guard let field = error.details?["field"]?.stringValue ?? fields[error.code], values[field] != nil else {
            form.message = error.message
            return form
        }
        let problem =
            error.message.hasPrefix("\(field) ") ? error.message.dropFirst(field.count + 1) : error.message[...]
        let sentence = problem.prefix(1).uppercased() + problem.dropFirst()
        form.errors[field] = sentence.hasSuffix(".") ? sentence : "\(sentence)."
        return form
    }
}
