import Domain

@testable import Analysis

/// Listings written by hand, short.
enum Archive {
    static let configuration = ToolConfiguration(
        photoExtensions: [".dng", ".cr3", ".nef", ".tif", ".jpg"], metadataExtensions: [".xmp"],
        requireSidecar: [".cr3", ".nef"])

    /// A file of 10 bytes, changed at second 1000.
    static func file(_ path: String, size: Int64 = 10, second: Int64 = 1000) -> FileRecord {
        file(Array(path.utf8), size: size, second: second)
    }

    /// The same by its raw path.
    static func file(_ path: [UInt8], size: Int64 = 10, second: Int64 = 1000) -> FileRecord {
        FileRecord(path: path, size: size, modified: Timestamp(milliseconds: second * 1000))
    }

    static func analyse(_ paths: String..., across: Bool = false) -> PhotoStatsResult {
        analyse(paths.map { file($0) }, across: across)
    }

    static func analyse(_ files: [FileRecord], across: Bool = false) -> PhotoStatsResult {
        PhotoStats.analyse(
            files: FileTable(files), configuration: configuration, options: .init(pairAcrossDirectories: across))
    }
}
