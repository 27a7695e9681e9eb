/// Which files the archive has: the ones that a photographer's disk would, the same in every run.
///
/// An image stands for a counter of a camera and has one to four files; a camera's counters run from 0001 to 9999.
struct ArchiveLayout {
    /// A file's place in its folder and its size.
    struct File {
        let name: String
        let size: Int
    }

    /// How many files a folder has, in turn.
    private static let folderSizes = [300, 450, 600, 800, 1000]

    /// The folders for that many files, from an image on: each with its first image and how many files it is to have.
    static func folders(files: Int, firstImage: Int) -> [(name: String, image: Int, files: Int)] {
        var (folders, left, image): ([(String, Int, Int)], Int, Int) = ([], files, firstImage)
        while left > 0 {
            let size = min(left, folderSizes[folders.count % folderSizes.count])
            let (year, day) = (2008 + folders.count / 120, folders.count % 120)
            let month = day / 10 + 1
            let name = "\(year)/\(year)-\(padded(month, 2))-\(padded(day % 10 * 3 + 1, 2)) Coast"
            folders.append((name, image, size))
            image += size
            left -= size
        }
        return folders
    }

    /// An image's files. Every tenth lacks its sidecar, every tenth has it in the other school.
    static func files(ofImage image: Int) -> [File] {
        let base = camera(image / 9999) + padded(image % 9999 + 1, 4)
        let raw = File(name: base + ".CR3", size: 24_000_000 + image % 1_000_003)
        let sidecar = File(name: base + ".xmp", size: 2_000 + image % 997)
        func edit(_ rest: String) -> File { File(name: base + rest, size: 80_000_000 + image % 500_009) }
        return switch image % 10 {
        case 0...3: [raw, sidecar]
        case 4, 5: [raw, sidecar, edit("-HDR.tif")]
        case 6: [raw, sidecar, edit(".dng")]
        case 7: [raw, sidecar, edit("-BW.tif"), edit("-2-BW.tif")]
        case 8: [raw]
        default: [edit(".dng"), File(name: base + ".dng.xmp", size: sidecar.size), edit("-HDR-BW.tif")]
        }
    }

    /// The first camera is `AB3D`, the others follow in the same manner.
    private static func camera(_ number: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return "A\(letters[(number + 1) % 26])\(3 + number / 26 % 7)\(letters[(number / 182 + 3) % 26])"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
