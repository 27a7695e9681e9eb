/// The folders that jobs may read: nothing outside them, symbolic links resolved (SL-1).
public struct AuthorizedRoots: Hashable, Sendable {
    /// The folders as they were configured.
    public let roots: [String]

    /// Roots by their absolute paths; one that is not absolute or not there authorises nothing.
    public init(_ roots: [String]) {
        self.roots = roots
    }

    /// The canonical path of a requested folder.
    ///
    /// Throws `outsideRoots` for a path that is relative, has a `..` or a NUL in it, or leads outside every root once its links are
    /// resolved; `storageUnavailable` for one that is inside but not there.
    public func check(_ path: String) throws(ListingError) -> String {
        let place = try resolve(path)
        return String(decoding: place.path, as: UTF8.self)
    }

    /// A folder inside a root: the root's canonical path, and the names that lead on from it.
    struct Place {
        let root: [UInt8]
        let names: [[UInt8]]

        var path: [UInt8] {
            var path = root
            for name in names {
                if path.last != slash { path.append(slash) }
                path += name
            }
            return path
        }
    }

    func resolve(_ path: String) throws(ListingError) -> Place {
        let bytes = Array(path.utf8)
        let refusal = ListingError.outsideRoots(path: path, roots: roots)
        guard bytes.first == slash, !bytes.contains(0), !components(bytes).contains(Array("..".utf8)) else {
            throw refusal
        }
        let known = roots.filter { $0.hasPrefix("/") && !$0.utf8.contains(0) }.map { Array($0.utf8) }
        let failure: FileSystem.Failure
        do {
            let canonical = try FileSystem.canonicalPath(bytes)
            guard let place = place(of: canonical, under: known) else { throw refusal }
            return place
        } catch let error as FileSystem.Failure {
            failure = error
        } catch {
            throw refusal
        }
        guard mayBeNamed(bytes, under: known) else { throw refusal }
        if failure.code == Codes.accessDenied { throw .permissionDenied(path: path) }
        if failure.code == Codes.notADirectory { throw .notAFolder(path: path) }
        throw .storageUnavailable(path: path, reason: failure.reason)
    }

    private func place(of canonical: [UInt8], under known: [[UInt8]]) -> Place? {
        for root in known {
            // `try?`: a root that is not there now can contain nothing.
            guard let base = try? FileSystem.canonicalPath(root) else { continue }
            if let rest = names(of: canonical, below: base) { return Place(root: base, names: rest) }
        }
        return nil
    }

    /// Whether a path that cannot be resolved may be spoken of: its nearest existing ancestor is inside a root, or the path
    /// stands below a root that is itself gone. Anything else would tell what exists outside the roots.
    private func mayBeNamed(_ path: [UInt8], under known: [[UInt8]]) -> Bool {
        var rest = components(path)
        let existing = known.filter { root in
            // `try?`: only whether it is there matters.
            (try? FileSystem.canonicalPath(root)) != nil
        }
        if known.contains(where: { !existing.contains($0) && names(of: path, below: $0) != nil }) { return true }
        while rest.popLast() != nil {
            let ancestor = [slash] + Array(rest.joined(separator: [slash]))
            // `try?`: the next ancestor is tried instead.
            guard let canonical = try? FileSystem.canonicalPath(ancestor) else { continue }
            return place(of: canonical, under: known) != nil
        }
        return false
    }

    private func names(of path: [UInt8], below base: [UInt8]) -> [[UInt8]]? {
        let (whole, start) = (components(path), components(base))
        guard whole.starts(with: start) else { return nil }
        return Array(whole.dropFirst(start.count))
    }

    private func components(_ path: [UInt8]) -> [[UInt8]] {
        path.split(separator: slash).filter { $0 != [UInt8(ascii: ".")] }.map(Array.init)
    }
}

let slash = UInt8(ascii: "/")
