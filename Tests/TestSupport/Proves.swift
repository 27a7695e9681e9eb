import Testing

/// Names the requirements (docs/requirements.tsv) that a test proves; `make requirements` reads these out of the sources.
public struct Proves: TestTrait, SuiteTrait {
    /// The numbers, for example `FR-200.4`.
    public let requirements: [String]
}

extension Trait where Self == Proves {
    /// Says which numbered requirements a test proves.
    public static func proves(_ requirements: String...) -> Self { Proves(requirements: requirements) }
}
