public import Domain

extension PipelineGraph {
    /// `{"nodes": […]}` as `parse` reads it: each node's `id`, `type`, `name`, `output` and what its type has; the same graph
    /// always gives the same JSON.
    public var json: JSONValue { .object(["nodes": .array(nodes.map(\.json))]) }
}

extension PipelineNode {
    /// The node as an object.
    public var json: JSONValue { .object(Dictionary(uniqueKeysWithValues: members)) }

    /// Its members in the order in which people write them.
    var members: [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [
            ("id", .string(id)), ("type", .string(typeWord)), ("name", .string(name)),
        ]
        switch kind {
        case .capture, .branching: break
        case .file(let ending, let isOptional):
            members += [("extension", .string(ending)), ("optional", .bool(isOptional))]
        case .process(let methods): members.append(("method_ids", .array(methods.map(JSONValue.string))))
        case .pairing(let type): members.append(("pairing_type", .string(type)))
        case .termination(let type): members.append(("termination_type", .string(type)))
        }
        return members + [("output", .array(outputs.map(JSONValue.string)))]
    }
}
