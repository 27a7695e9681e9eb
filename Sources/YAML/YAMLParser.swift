import CYAML

/// Reads one YAML document. A text without any content gives a null node.
///
/// Throws with line and column: broken syntax, bytes that are not UTF-8, duplicate or complex keys, unknown anchors, tags
/// outside the core schema, a second document, and anything over the limits.
public func parseYAML(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLError) -> YAMLNode {
    guard bytes.count <= limits.bytes else {
        throw YAMLError("the text has \(bytes.count) bytes, more than the \(limits.bytes) allowed", at: .start)
    }
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { throw YAMLError("there is not enough memory", at: .start) }
    defer { yaml_parser_delete(&parser) }
    let outcome: Result<YAMLNode, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
        yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        do throws(YAMLError) {
            return .success(try readDocument(&parser, buffer, limits))
        } catch {
            return .failure(error)
        }
    }
    return try outcome.get()
}

private func readDocument(
    _ parser: inout yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>, _ limits: YAMLLimits
) throws(YAMLError) -> YAMLNode {
    var builder = YAMLBuilder(limits: limits)
    var documents = 0
    while true {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { throw YAMLError(parser, in: bytes) }
        defer { yaml_event_delete(&event) }
        switch event.type {
        case YAML_STREAM_END_EVENT:
            return builder.root ?? YAMLNode(.scalar("", isPlain: true))
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            if documents > 1 {
                throw YAMLError("a second document begins here; only one is read", at: YAMLMark(event.start_mark))
            }
        default:
            try builder.take(event)
        }
    }
}
