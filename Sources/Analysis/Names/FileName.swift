/// The parts of a file's name (analysis.md, *File record*).
enum FileName {
    /// Where a name's extension begins, with its dot; the end where there is none. A leading dot alone starts no extension, and
    /// a name that ends in a dot has none.
    @inline(__always)
    static func stemEnd(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var dot = name.count - 1
        while dot > 0, name[dot] != UInt8(ascii: ".") { dot -= 1 }
        return dot > 0 && dot < name.count - 1 ? dot : name.count
    }
}
