import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Makes the files that are listed. Their sizes are holes, which take no room.
struct Archive {
    let path: String

    /// Makes archives one in the other: that of the most files, with the next smaller one in its folder `older`.
    ///
    /// A size that is there in full is kept; one that was left half made is completed.
    func make(sizes: [Int]) throws -> Figures {
        var figures = Figures()
        try figures.time("made_us") {
            var (made, root) = (0, path + String(repeating: "/older", count: max(0, sizes.count - 1)))
            for size in sizes.sorted() {
                try fill(root, files: size - made, firstImage: made)
                made = size
                root = String(root.dropLast("/older".count))
            }
        }
        return figures
    }

    private func fill(_ root: String, files: Int, firstImage: Int) throws {
        let folders = ArchiveLayout.folders(files: files, firstImage: firstImage)
        for folder in folders { makeFolders(root + "/" + folder.name) }
        let next = Atomic(0)
        let failure = Mutex<String?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < folders.count else { return }
                let (name, image, files) = folders[index]
                if let failed = fill(folder: root + "/" + name, image: image, files: files) {
                    failure.withLock { $0 = failed }
                }
            }
        }
        if let failed = failure.withLock({ $0 }) { throw ArchiveError(path: failed) }
    }

    /// Makes a folder's files and returns the one that could not be made.
    private func fill(folder: String, image: Int, files: Int) -> String? {
        var (left, image) = (files, image)
        let parent = open(folder, O_RDONLY | O_DIRECTORY)
        guard parent >= 0 else { return folder }
        defer { close(parent) }
        while left > 0 {
            for file in ArchiveLayout.files(ofImage: image).prefix(left) {
                let descriptor = openat(parent, file.name, O_CREAT | O_WRONLY, 0o644)
                guard descriptor >= 0, ftruncate(descriptor, off_t(file.size)) == 0 else { return file.name }
                close(descriptor)
                left -= 1
            }
            image += 1
        }
        return nil
    }

    /// Makes a folder and those above it; one that is there already is as good.
    private func makeFolders(_ path: String) {
        var end = path.startIndex
        while let slash = path[end...].dropFirst().firstIndex(of: "/") {
            end = slash
            mkdir(String(path[..<end]), 0o755)
        }
        mkdir(path, 0o755)
    }
}

/// A file or folder that could not be made.
struct ArchiveError: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) could not be made: \(String(cString: strerror(errno)))" }
}
