import Domain

/// The images of a listing, in the order of their names, each with the set of expected names that its files have.
struct ValidationIndex {
    /// An image's files, and what they are called.
    struct Image {
        /// Where its files begin and end in the index's entries.
        let start: Int32
        let end: Int32
        /// The number of its set in `sets`.
        let set: Int32
    }

    /// The number that stands in a set of names for all that no walk expects.
    static let unexpected: Int32 = -1

    let files: ImageIndex
    private let names: ExpectedNames
    private(set) var images: [Image] = []
    /// The distinct sets of names, ascending, `unexpected` among them.
    private(set) var sets = NameSets()
    private(set) var groupCount = 0
    /// The files of all images.
    private(set) var fileCount = 0

    init(files: ImageIndex, names: ExpectedNames) {
        self.files = files
        self.names = names
        var set: [Int32] = []
        for group in files.groups {
            groupCount += 1
            for image in group.images {
                let range = image.photos.lowerBound..<image.sidecars.upperBound
                set.removeAll(keepingCapacity: true)
                for entry in files.entries[range] { set.append(name(of: entry)) }
                set.sortAndUnite()
                images.append(
                    Image(start: Int32(range.lowerBound), end: Int32(range.upperBound), set: sets.add(set)))
                fileCount += range.count
            }
        }
    }

    /// The files of an image.
    func entries(of image: Image) -> ArraySlice<ImageIndex.Entry> {
        files.entries[Int(image.start)..<Int(image.end)]
    }

    /// The number of the expected name that a file's canonical form is. That form has the separate-image id behind the methods, and a
    /// `NAME.EXT.xmp` sidecar is `STEM.xmp`: what is left to compare are the methods and the extension.
    func name(of entry: ImageIndex.Entry) -> Int32 {
        files.files.withName(Int(entry.file)) { bytes in
            guard let parsed = files.parsedName(entry, bytes) else { return Self.unexpected }
            let id = parsed.separateID
            let before = id.isEmpty ? 8..<parsed.stemEnd : 8..<(id.lowerBound - 1)
            let behind = id.isEmpty ? parsed.stemEnd..<parsed.stemEnd : id.upperBound..<parsed.stemEnd
            return names.find(
                kind: Int(entry.kind), UnsafeBufferPointer(rebasing: bytes[before]),
                UnsafeBufferPointer(rebasing: bytes[behind]))
        }
    }

    /// Camera and counter, for example `AB3D0001`, and the separate image's id with a `-` before it, or nothing.
    func label(of image: Image) -> (group: String, separateID: String) {
        let entry = files.entries[Int(image.start)]
        let id = files.separateID(entry)
        return (ImageName.groupID(entry.key), id.isEmpty ? "" : "-" + id)
    }
}

extension [Int32] {
    /// Brings the numbers into ascending order, each once.
    fileprivate mutating func sortAndUnite() {
        guard count > 1 else { return }
        sort()
        var kept = 1
        for index in 1..<count where self[index] != self[index - 1] {
            self[kept] = self[index]
            kept += 1
        }
        removeLast(count - kept)
    }
}
