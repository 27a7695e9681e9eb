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
        private var flags: UInt8

        /// Whether it is the first of its image.
        fileprivate(set) var startsImage: Bool {
            get { flags & 1 != 0 }
            set { flags = newValue ? flags | 1 : flags & ~1 }
        }
        /// Whether its name holds processing methods.
        var hasMethods: Bool { flags & 2 != 0 }

        init(_ name: ImageName, separateID: UInt64, file: Int32, kind: Int16, isSidecar: Bool) {
            let end = name.separateID.isEmpty ? 8 : name.separateID.count + 9
            (key, self.separateID, self.file, self.kind) = (name.key, separateID, file, kind)
            (self.isSidecar, flags) = (isSidecar, name.stemEnd > end ? 2 : 0)
        }
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
    /// Those that sorting puts among the photos.
    private var sidecars: [Entry] = []
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
        var sorted = entries + sidecars
        (entries, sidecars) = ([], [])
        ImageIndex.sort(&sorted) { digits($0, from: $1) }
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
            let entry = Entry(
                parsed, separateID: separateID, file: file, kind: kind, isSidecar: isSidecar)
            if isSidecar { sidecars.append(entry) } else { entries.append(entry) }
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
            && (left.separateID & 0xF == 0 || longID(left).elementsEqual(longID(right)))
    }

    /// Digits of a separate image's id from a place on, packed.
    private func digits(_ entry: Entry, from offset: Int) -> UInt64 {
        files.withName(Int(entry.file)) { name in
            parsedName(entry, name)?.packedSeparateID(in: name, from: offset) ?? 0
        }
    }

    /// The digits of a separate image's id.
    private func longID(_ entry: Entry) -> ArraySlice<UInt8> {
        files.withName(Int(entry.file)) { name in
            parsedName(entry, name).map { Array(name[$0.separateID])[...] } ?? []
        }
    }
}
