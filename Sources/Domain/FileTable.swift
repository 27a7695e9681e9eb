/// The files of a listing, packed: every name once in one buffer, every folder once, 32 bytes a file beside its name.
///
/// A million files are a handful of allocations, so that a listing costs what the disk costs. Files are numbered from 0.
public struct FileTable: Sendable {
    /// A folder's number within its table.
    public typealias Folder = Int32

    private struct Entry {
        var size: Int64
        var modified: Int64
        var nameStart: Int
        var folder: Folder
        var nameLength: UInt16
    }

    private struct FolderEntry {
        /// The folder that it is in; -1 at the top.
        var parent: Folder
        var nameStart: Int
        var nameLength: Int
    }

    private var entries: [Entry] = []
    private var names: [UInt8] = []
    private var folders: [FolderEntry] = []
    private var folderNames: [UInt8] = []

    /// An empty table.
    public init() {}

    /// A table of records, whose folders are told apart by their raw paths.
    public init(_ records: some Sequence<FileRecord>) {
        var numbers: [ArraySlice<UInt8>: Folder] = [:]
        for record in records {
            let end = record.path.lastIndex(of: slash) ?? 0
            let path = record.path[..<end]
            let folder = numbers[path] ?? addFolder(path)
            numbers[path] = folder
            let start = record.path.isEmpty || record.path[end] != slash ? end : end + 1
            record.path[start...].withUnsafeBufferPointer {
                append($0, in: folder, size: record.size, modified: record.modified.milliseconds)
            }
        }
    }

    /// Makes room for so many files with names of so many bytes, so that the table need not move while it grows to that.
    public mutating func reserve(files: Int, nameBytes: Int) {
        entries.reserveCapacity(files)
        names.reserveCapacity(nameBytes)
    }

    /// The bytes of memory that the table holds, room for more included.
    public var allocatedBytes: Int {
        entries.capacity * MemoryLayout<Entry>.stride + names.capacity
            + folders.capacity * MemoryLayout<FolderEntry>.stride + folderNames.capacity
    }

    /// How many folders were added.
    public var folderCount: Int { folders.count }

    /// Adds a folder by its raw name and the folder that holds it, or by its raw path relative to the collection's root; the root
    /// itself has an empty one. A folder is to be added once: files are in one folder if they have its number.
    public mutating func addFolder(_ name: some Collection<UInt8>, in parent: Folder? = nil) -> Folder {
        folders.append(FolderEntry(parent: parent ?? -1, nameStart: folderNames.count, nameLength: name.count))
        folderNames.append(contentsOf: name)
        return Folder(folders.count - 1)
    }

    /// Adds a file by its raw name, its size in bytes and its time of last change in milliseconds since 1970.
    /// - Precondition: the name has at most 65,535 bytes.
    public mutating func append(
        _ name: UnsafeBufferPointer<UInt8>, in folder: Folder, size: Int64, modified: Int64
    ) {
        entries.append(
            Entry(
                size: size, modified: modified, nameStart: names.count, folder: folder,
                nameLength: UInt16(name.count)))
        names.append(contentsOf: name)
    }

    /// Adds all files and folders of another table; the folders of the two are taken to be different ones.
    public mutating func append(_ other: FileTable) {
        if isEmpty, folders.isEmpty { return self = other }
        let (nameOffset, folderOffset) = (names.count, Folder(folders.count))
        let folderNameOffset = folderNames.count
        for var entry in other.entries {
            entry.nameStart += nameOffset
            entry.folder += folderOffset
            entries.append(entry)
        }
        names.append(contentsOf: other.names)
        for var folder in other.folders {
            folder.nameStart += folderNameOffset
            if folder.parent >= 0 { folder.parent += folderOffset }
            folders.append(folder)
        }
        folderNames.append(contentsOf: other.folderNames)
    }

    /// A file's size in bytes.
    public func size(_ file: Int) -> Int64 { entries[file].size }
    /// When a file's content last changed.
    public func modified(_ file: Int) -> Timestamp { Timestamp(milliseconds: entries[file].modified) }
    /// The folder that a file is in.
    public func folder(_ file: Int) -> Folder { entries[file].folder }

    /// Gives the body a file's raw name, for the time of the call.
    @inline(__always)
    public func withName<Result, Failure>(
        _ file: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let entry = entries[file]
        let end = entry.nameStart + Int(entry.nameLength)
        return try names.withUnsafeBufferPointer { (all) throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: all[entry.nameStart..<end]))
        }
    }

    /// A folder's raw path relative to the root; empty for the root.
    public func path(of folder: Folder) -> [UInt8] {
        var components: [ArraySlice<UInt8>] = []
        var next = folder
        while next >= 0 {
            let entry = folders[Int(next)]
            if entry.nameLength > 0 {
                components.append(folderNames[entry.nameStart..<entry.nameStart + entry.nameLength])
            }
            next = entry.parent
        }
        return Array(components.reversed().joined(separator: [slash]))
    }

    /// A file's raw name.
    public func name(_ file: Int) -> [UInt8] { withName(file) { Array($0) } }

    /// A file's raw path relative to the root.
    public func path(_ file: Int) -> [UInt8] {
        let folder = path(of: entries[file].folder)
        return withName(file) { name in
            [UInt8](unsafeUninitializedCapacity: folder.count + name.count + 1) { buffer, count in
                var (_, next) = buffer.initialize(from: folder)
                if !folder.isEmpty {
                    buffer.initializeElement(at: next, to: slash)
                    next += 1
                }
                count = buffer[next...].initialize(fromContentsOf: name)
            }
        }
    }
}

/// Read one by one, files are records of their own; the tools read names and numbers instead, which allocates nothing.
extension FileTable: RandomAccessCollection {
    /// 0, whatever the table holds.
    public var startIndex: Int { 0 }
    /// How many files there are.
    public var endIndex: Int { entries.count }
    /// A file as a record.
    public subscript(file: Int) -> FileRecord {
        FileRecord(path: path(file), size: size(file), modified: modified(file))
    }
}

private let slash = UInt8(ascii: "/")
