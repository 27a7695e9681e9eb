import Domain

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads small files one after another, with the folder of the last one held open and one buffer for all of them.
///
/// As in a listing, no step below the root goes through a symbolic link, and nothing but a regular file is read (SL-1).
struct OpenFileReader {
    private let root: Int32
    private let limit: Int
    private var number: FileTable.Folder?
    private var folder: Result<Int32, ReadFailure> = .failure(.vanished)
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

    /// A reader below an open folder; a file of more bytes than the limit is refused.
    init(root: Int32, limit: Int) {
        self.root = root
        self.limit = limit
    }

    /// Closes what is open; to be called once, at the end.
    mutating func close() {
        leave()
        buffer.deallocate()
    }

    /// Opens a folder of the table, unless it is the one that is open.
    mutating func enter(_ folder: FileTable.Folder, of table: FileTable) -> Result<Int32, ReadFailure> {
        if number == folder { return self.folder }
        leave()
        number = folder
        do throws(FileSystem.Failure) {
            let names = table.path(of: folder).split(separator: slash).map(Array.init)
            if names.contains(Array("..".utf8)) { throw FileSystem.Failure(code: Codes.notThere) }
            guard let start = FileSystem.duplicate(root) else { throw FileSystem.Failure.latest }
            self.folder = .success(try FileSystem.openPath(names, from: start))
        } catch {
            self.folder = .failure(ReadFailure(error))
        }
        return self.folder
    }

    private mutating func leave() {
        if case .success(let descriptor) = folder { FileSystem.closeDescriptor(descriptor) }
        folder = .failure(.vanished)
        number = nil
    }

    /// The content of a file by its raw name in an open folder; the bytes live until the next call.
    mutating func read(
        _ name: UnsafeBufferPointer<UInt8>, in folder: Int32
    ) -> Result<UnsafeBufferPointer<UInt8>, ReadFailure> {
        do throws(FileSystem.Failure) {
            let descriptor = try FileSystem.openFile(name, in: folder)
            defer { FileSystem.closeDescriptor(descriptor) }
            let status = try FileSystem.status(of: descriptor)
            guard OpenFolder.kind(of: status) == .file else { return .failure(.changed) }
            guard status.st_size <= limit else { return .failure(.tooLarge(limit: limit)) }
            let count = try fill(from: descriptor, expecting: Int(status.st_size))
            guard count <= limit else { return .failure(.tooLarge(limit: limit)) }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            return .success(bytes.assumingMemoryBound(to: UInt8.self))
        } catch {
            return .failure(ReadFailure(error))
        }
    }

    /// Reads to the end, or to one byte beyond the limit where the file has grown, and returns how many bytes there were.
    private mutating func fill(from descriptor: Int32, expecting size: Int) throws(FileSystem.Failure) -> Int {
        var count = 0
        while true {
            if count == buffer.count { grow(to: max(size + 1, 2 * count)) }
            let got = try FileSystem.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            count += got
            if got == 0 || count > limit || count == size { return count }
        }
    }

    private mutating func grow(to size: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: min(size, limit + 1), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
    }
}
