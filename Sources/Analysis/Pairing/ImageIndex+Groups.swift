/// The files of one camera and counter.
struct ImageGroup {
    /// `ImageName.key` of all of them.
    let key: UInt64
    /// Where they stand in the index's entries.
    let range: Range<Int>
    fileprivate let entries: [ImageIndex.Entry]

    /// For example `AB3D0001`.
    var id: String { ImageName.groupID(key) }

    /// The separate images, in the order of their ids' text. What has nothing but sidecars is no image.
    var images: ImageSequence { ImageSequence(entries: entries, position: range.lowerBound, end: range.upperBound) }
}

/// The files of one separate image: at least one photo.
struct GroupedImage {
    /// Where its photos stand in the index's entries.
    let photos: Range<Int>
    /// Where its sidecars stand in the index's entries, behind the photos.
    let sidecars: Range<Int>
}

/// The groups of an index that hold an image, in the order of their ids.
struct GroupSequence: Sequence, IteratorProtocol {
    fileprivate let entries: [ImageIndex.Entry]
    fileprivate var position = 0

    /// The next group that has a photo.
    mutating func next() -> ImageGroup? {
        while position < entries.count {
            let (start, key) = (position, entries[position].key)
            var hasPhoto = false
            while position < entries.count, entries[position].key == key {
                if !entries[position].isSidecar { hasPhoto = true }
                position += 1
            }
            if hasPhoto { return ImageGroup(key: key, range: start..<position, entries: entries) }
        }
        return nil
    }
}

/// The images of a group.
struct ImageSequence: Sequence, IteratorProtocol {
    fileprivate let entries: [ImageIndex.Entry]
    fileprivate var position: Int
    fileprivate let end: Int

    /// The next image that has a photo.
    mutating func next() -> GroupedImage? {
        while position < end {
            let start = position
            var sidecars = start
            repeat {
                if !entries[position].isSidecar { sidecars = position + 1 }
                position += 1
            } while position < end && !entries[position].startsImage
            if sidecars > start { return GroupedImage(photos: start..<sidecars, sidecars: sidecars..<position) }
        }
        return nil
    }
}

extension ImageIndex {
    /// All groups.
    var groups: GroupSequence { GroupSequence(entries: entries) }

    /// The group whose files begin at a place in the entries.
    func group(at start: Int) -> ImageGroup? { groups(from: start).first { _ in true } }

    private func groups(from start: Int) -> GroupSequence { GroupSequence(entries: entries, position: start) }
}
