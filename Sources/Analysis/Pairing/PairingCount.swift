import Domain

/// One walk over all groups that counts what there is and marks the ambiguous ones.
struct PairingCount {
    private let index: ImageIndex
    private let configuration: ToolConfiguration
    private(set) var result = PhotoPairingResult()
    /// Where the first groups begin that have a name in several directories.
    private var ambiguous: [Int32] = []
    private var ambiguousTotal = 0
    /// How many images have 0, 1, 2, … files; those of more than that stand in the result at once.
    private var imagesOfFewFiles = [Int](repeating: 0, count: 32)
    private var methods: MethodTable
    private var cameraUsage: [String: Int] = [:]
    private var cameras: [String: CameraUsage] = [:]

    init(index: ImageIndex, configuration: ToolConfiguration) {
        self.index = index
        self.configuration = configuration
        methods = MethodTable(configured: configuration.processingMethods)
    }

    /// Where the groups begin that have a name in several directories, as many of them as a list may hold.
    var ambiguousGroups: CutList<Int32> { CutList(ambiguous, total: ambiguousTotal) }

    mutating func run() {
        var camera: (number: UInt64, key: UInt64, groups: Int, images: Int)?
        for group in index.groups {
            let number = group.key / 10_000
            if let done = camera, done.number != number {
                add(camera: done.key, groups: done.groups, images: done.images)
                camera = nil
            }
            let images = count(group)
            let before = camera ?? (number, group.key, 0, 0)
            camera = (number, before.key, before.groups + 1, before.images + images)
        }
        if let camera { add(camera: camera.key, groups: camera.groups, images: camera.images) }
        for (files, images) in imagesOfFewFiles.enumerated() where images > 0 {
            result.imagesByFileCount[files] = images
        }
        result.cameraUsage = CutMap(of: cameraUsage, weight: { $0 })
        result.cameras = CutMap(
            of: cameras, weight: \.images,
            byteCount: { jsonByteCount($0.name) + jsonByteCount($0.serialNumber ?? "") + 64 })
        result.methodUsage = methods.usage
        result.undescribedMethods = methods.undescribed(1000)
    }

    /// Counts a group and says how many images it has.
    private mutating func count(_ group: ImageGroup) -> Int {
        let first = result.imageCount
        var isAmbiguous = false
        for image in group.images {
            let number = Int32(truncatingIfNeeded: result.imageCount)
            result.imageCount += 1
            result.fileCount += image.photos.count
            add(imageOf: image.photos.count)
            for entry in index.entries[image.photos] where entry.hasMethods { countMethods(of: entry, image: number) }
            if !isAmbiguous, image.photos.count > 1 { isAmbiguous = index.hasDuplicates(image) }
        }
        result.groupCount += 1
        if isAmbiguous {
            ambiguousTotal += 1
            if ambiguous.count < PhotoStatsResult.listLimit { ambiguous.append(Int32(group.range.lowerBound)) }
        }
        return result.imageCount - first
    }

    private mutating func add(imageOf files: Int) {
        if files < imagesOfFewFiles.count {
            imagesOfFewFiles[files] += 1
        } else {
            result.imagesByFileCount[files, default: 0] += 1
        }
    }

    private mutating func countMethods(of entry: ImageIndex.Entry, image: Int32) {
        index.files.withName(Int(entry.file)) { name in
            // Parsed again: keeping the places of its parts would cost memory in every file.
            guard case .success(let parsed) = ImageName.parse(name) else { return }
            parsed.forEachMethod(in: name) { methods.count($0, image: image) }
        }
    }

    private mutating func add(camera key: UInt64, groups: Int, images: Int) {
        let id = ImageName.cameraID(key)
        let mapping = configuration.cameraMappings[id]
        let name = mapping.flatMap { $0.name.isEmpty ? nil : $0.name }
        let serial = mapping.flatMap { $0.serialNumber.isEmpty ? nil : $0.serialNumber }
        cameras[id] = CameraUsage(
            name: name ?? id, serialNumber: serial, isNamed: name != nil, groups: groups, images: images)
        cameraUsage[name ?? id, default: 0] += images
    }
}
