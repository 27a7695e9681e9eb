import Domain

/// The validly named image files of a listing, grouped as camera + counter → separate image → files; on request with the sidecars
/// that belong to each image. The order of the listing changes nothing but the order of the files within an image.
///
///     for group in index.groups {
///         for image in group.images {
///             for entry in index.entries[image.photos] { … entry.file … }
///             for entry in index.entries[image.sidecars] { … }
///         }
///     }
///
/// Holds 24 bytes a file and allocates nothing while it is walked through. Groups come in the order of their ids' text, images in
/// that of theirs, "" first. Sources: analysis.md, *Photo Pairing*; for sidecars *Pipeline Validation*, *An image's files*.
struct ImageIndex {
    /// A file of an image.
    struct Entry {
        /// `ImageName.key`.
        let key: UInt64
        /// `ImageName.packedSeparateID`.
        let separateID: UInt64
        let file: Int32
        /// Which extension it is, in `extensions.kinds`.
        let kind: Int16
        let isSidecar: Bool
        /// Whether it is the first of its image.
        fileprivate(set) var startsImage = false
    }

    /// An image file whose name is not valid.
    struct InvalidEntry {
        let file: Int32
        let code: InvalidName
    }

    let files: FileTable
    let extensions: ExtensionTable
    /// The files of all images: an image's stand together, its sidecars behind its photos.
    private(set) var entries: [Entry] = []
    /// Image files whose names are not valid, in the order of the listing. A sidecar is never among them.
    private(set) var invalid: [InvalidEntry] = []

    /// Reads all names of a listing. With sidecars, a metadata file is an image's where its stem, or for `NAME.EXT.xmp` with a photo
    /// extension the stem before that, reads as the image's camera, counter and separate image.
    init(files: FileTable, extensions: ExtensionTable, withSidecars: Bool = false) {
        self.files = files
        self.extensions = extensions
        for file in 0..<files.count {
            files.withName(file) { add(Int32(file), $0, withSidecars) }
        }
        // Taken out while it is sorted: the comparison holds the rest of the index, and would hold a copy of them.
        var sorted = entries
        entries = []
        sorted.sort(by: precedes)
        for position in sorted.indices {
            sorted[position].startsImage = position == 0 || !areOfOneImage(sorted[position - 1], sorted[position])
        }
        entries = sorted
    }

    private mutating func add(_ file: Int32, _ name: UnsafeBufferPointer<UInt8>, _ withSidecars: Bool) {
        let stemEnd = FileName.stemEnd(name)
        guard stemEnd < name.count, let kind = extensions.index(UnsafeBufferPointer(rebasing: name[stemEnd...])) else {
            return
        }
        let isSidecar = !extensions.kinds[Int(kind)].isImage
        guard !isSidecar || withSidecars else { return }
        switch isSidecar ? ImageName.parse(stem: imageStem(name, stemEnd)) : ImageName.parse(name) {
        case .success(let parsed):
            let separateID = parsed.packedSeparateID(in: name)
            entries.append(
                Entry(key: parsed.key, separateID: separateID, file: file, kind: kind, isSidecar: isSidecar))
        case .failure(let code):
            if !isSidecar { invalid.append(InvalidEntry(file: file, code: code)) }
        }
    }

    /// A sidecar's name up to its own extension, and up to its image's where that is written too.
    private func imageStem(_ name: UnsafeBufferPointer<UInt8>, _ stemEnd: Int) -> UnsafeBufferPointer<UInt8> {
        let stem = UnsafeBufferPointer(rebasing: name[..<stemEnd])
        let inner = FileName.stemEnd(stem)
        guard inner < stemEnd, let kind = extensions.index(UnsafeBufferPointer(rebasing: stem[inner...])),
            extensions.kinds[Int(kind)].isImage
        else { return stem }
        return UnsafeBufferPointer(rebasing: stem[..<inner])
    }
}

extension ImageIndex {
    /// What a valid name says; nil never happens for an entry.
    func parsedName(_ entry: Entry, _ name: UnsafeBufferPointer<UInt8>) -> ImageName? {
        let stem = entry.isSidecar ? imageStem(name, FileName.stemEnd(name)) : name
        let parsed = entry.isSidecar ? ImageName.parse(stem: stem) : ImageName.parse(name)
        guard case .success(let value) = parsed else { return nil }
        return value
    }

    /// The id of the separate image that a file belongs to: digits of any length, or "".
    func separateID(_ entry: Entry) -> String {
        guard entry.separateID != 0 else { return "" }
        return files.withName(Int(entry.file)) { name in
            parsedName(entry, name).map { String(decoding: name[$0.separateID], as: UTF8.self) } ?? ""
        }
    }

    /// Whether two files are of one image.
    @inline(__always)
    private func areOfOneImage(_ left: Entry, _ right: Entry) -> Bool {
        left.key == right.key && left.separateID == right.separateID
            && (left.separateID & 0xF == 0 || compareLongIDs(left, right) == 0)
    }

    @inline(__always)
    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if left.key != right.key { return left.key < right.key }
        if left.separateID != right.separateID { return left.separateID < right.separateID }
        if left.separateID & 0xF != 0 {
            let order = compareLongIDs(left, right)
            if order != 0 { return order < 0 }
        }
        if left.isSidecar != right.isSidecar { return right.isSidecar }
        return left.file < right.file
    }

    /// Below, at or above 0 as the one id's text stands before, with or behind the other's; both begin with the same 16 digits.
    @inline(never)
    private func compareLongIDs(_ left: Entry, _ right: Entry) -> Int {
        files.withName(Int(left.file)) { leftName in
            files.withName(Int(right.file)) { rightName in
                guard let leftID = parsedName(left, leftName), let rightID = parsedName(right, rightName) else {
                    return 0
                }
                let leftText = leftName[leftID.separateID]
                let rightText = rightName[rightID.separateID]
                if leftText.elementsEqual(rightText) { return 0 }
                return leftText.lexicographicallyPrecedes(rightText) ? -1 : 1
            }
        }
    }
}
