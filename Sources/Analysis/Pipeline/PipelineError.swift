/// Why a pipeline cannot be read or walked: what is wrong, with which nodes, and how to mend it.
public struct PipelineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do, without the place.
    public let message: String
    /// The nodes that it is about; empty where it is about the whole.
    public let nodes: [String]
    /// Where in the text it is; nil for JSON.
    public let place: TextPlace?
    /// The field that cannot be read; nil where it is about more than one field.
    public let field: Field?

    /// A field of a node.
    public struct Field: Hashable, Sendable {
        /// The node's number, from 0: it may have no id to be named by.
        public let node: Int
        /// The field's name in JSON and YAML.
        public let name: String
    }

    /// An error of its parts.
    public init(_ message: String, nodes: [String] = [], place: TextPlace? = nil, field: Field? = nil) {
        self.message = message
        self.nodes = nodes
        self.place = place
        self.field = field
    }

    /// For example `line 12, column 5: the node "raw": …`.
    public var description: String {
        guard let place else { return message }
        return "line \(place.line), column \(place.column): \(message)"
    }
}

/// What the structure check found in a pipeline (analysis.md, *Structure check*).
public struct PipelineFinding: Hashable, Sendable {
    /// How bad a finding is.
    public enum Severity: String, Hashable, Sendable {
        /// The pipeline cannot be run.
        case error
        /// It can, but is hardly meant so.
        case warning
    }

    /// What kind of finding it is; the raw values are stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case captureMissing = "capture_missing"
        case terminationMissing = "termination_missing"
        case duplicateID = "duplicate_id"
        case unknownOutput = "unknown_output"
        case unreachable
        case deadEnd = "dead_end"
        case cycleWithoutExit = "cycle_without_exit"
        case pairingInCycle = "pairing_in_cycle"
        case pairingInputs = "pairing_inputs"
        case captureInputs = "capture_inputs"
        case terminationOutputs = "termination_outputs"
        case terminationType = "termination_type"
        case fileExtension = "file_extension"
        case methodInvalid = "method_invalid"
        case methodUnknown = "method_unknown"
        case processWithoutMethods = "process_without_methods"
        case extensionUnknown = "extension_unknown"
        case branchingWithoutChoice = "branching_without_choice"
    }

    /// How bad it is.
    public let severity: Severity
    /// What kind it is.
    public let code: Code
    /// The ids of the nodes that it is about, in definition order.
    public let nodes: [String]
    /// What is wrong and what to do.
    public let message: String
    /// Where the first of the nodes stands in the text; nil for JSON.
    public let place: TextPlace?
}
