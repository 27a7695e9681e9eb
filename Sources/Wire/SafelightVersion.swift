/// The version of both programs.
public enum SafelightVersion {
    /// For example `0.1.0`. Source: semver.org.
    public static let current = "0.1.0"
}
