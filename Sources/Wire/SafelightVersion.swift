/// The version that server and agent call themselves.
public enum SafelightVersion {
    /// Major, minor and patch. Source: semver.org 2.0.0.
    public static let current = "0.1.0"
}
