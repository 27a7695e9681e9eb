/// Lists of methods and file names as small numbers, so that a walk is cheap to extend, cut back and compare.
///
/// Methods that differ only in case are one, as names are compared without case; the first spelling is kept.
struct WalkVocabulary {
    /// The entry into a node that adds nothing to names.
    static let noMethod: Int32 = -1

    private struct Key: Hashable {
        let list: Int32
        let method: Int32
    }

    private var methods: [String] = []
    private var methodIDs: [String: Int32] = [:]
    private var endings: [String] = []
    private var endingIDs: [String: UInt64] = [:]
    /// A tree: list 0 is empty, every other is its parent and one method more.
    private var lists: [(parent: Int32, method: Int32, depth: Int)] = [(0, noMethod, 0)]
    private var longer: [Key: Int32] = [:]
    private var spelled: [Int32: [String]] = [:]
    private var positions: [UInt64: Int] = [:]

    /// A method's number.
    mutating func method(_ id: String) -> Int32 {
        guard !id.isEmpty else { return Self.noMethod }
        let key = id.lowercased()
        if let known = methodIDs[key] { return known }
        methodIDs[key] = Int32(methods.count)
        methods.append(id)
        return Int32(methods.count - 1)
    }

    /// The list with one method more.
    mutating func list(_ list: Int32, appending method: Int32) -> Int32 {
        guard method != Self.noMethod else { return list }
        let key = Key(list: list, method: method)
        if let known = longer[key] { return known }
        let new = Int32(lists.count)
        lists.append((list, method, lists[Int(list)].depth + 1))
        longer[key] = new
        return new
    }

    /// The longest list that both begin with.
    func commonBeginning(_ left: Int32, _ right: Int32) -> Int32 {
        var (left, right) = (left, right)
        while left != right {
            if lists[Int(left)].depth >= lists[Int(right)].depth {
                left = lists[Int(left)].parent
            } else {
                right = lists[Int(right)].parent
            }
        }
        return left
    }

    /// A file in one number: its methods, its extension, and in the last bit whether it is optional.
    mutating func file(_ methods: Int32, _ ending: String, isOptional: Bool) -> UInt64 {
        let id = endingIDs[ending] ?? UInt64(endings.count)
        if id == endings.count {
            endingIDs[ending] = id
            endings.append(ending)
        }
        return UInt64(methods) << 32 | id << 1 | (isOptional ? 1 : 0)
    }

    /// The files, each once, where it first stands; one that is required anywhere is required.
    mutating func expected(_ files: [UInt64], _ budget: inout WalkBudget) throws(PipelineError) -> [ExpectedFile] {
        positions.removeAll(keepingCapacity: true)
        var once: [UInt64] = []
        for file in files {
            if let position = positions[file >> 1] {
                once[position] = min(once[position], file)
            } else {
                positions[file >> 1] = once.count
                once.append(file)
            }
        }
        var result: [ExpectedFile] = []
        result.reserveCapacity(once.count)
        for file in once {
            let methods = try spell(Int32(file >> 32), &budget)
            let ending = endings[Int(file >> 1 & 0x7FFF_FFFF)]
            result.append(ExpectedFile(methods: methods, extension: ending, isOptional: file & 1 == 1))
        }
        return result
    }

    private mutating func spell(_ list: Int32, _ budget: inout WalkBudget) throws(PipelineError) -> [String] {
        if let known = spelled[list] { return known }
        try budget.spend(lists[Int(list)].depth)
        var result: [String] = []
        var current = list
        while current != 0 {
            result.append(methods[Int(lists[Int(current)].method)])
            current = lists[Int(current)].parent
        }
        spelled[list] = result.reversed()
        return result.reversed()
    }
}
