// safelight-fuzz [TARGET] [--cases N] [--seed N]: hostile inputs by chance; ends with 1 where a property breaks.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

func option(_ name: String) -> UInt64? {
    let words = CommandLine.arguments
    guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
    return UInt64(words[place + 1])
}

func wants(_ name: String) -> Bool {
    let named = CommandLine.arguments.dropFirst().first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    return named.map { $0 == name } ?? true
}

let seed = option("--seed") ?? UInt64.random(in: 1...999_999)
let casesInAll = Int(option("--cases") ?? 1_000_000)
var isWhole = true
let shares: [(name: String, share: Double, run: @Sendable (Int, UInt64) async -> Bool)] = [
    (XMLTarget.name, 0.2, { await FuzzReport.run(XMLTarget.self, cases: $0, seed: $1) }),
    (XMPTarget.name, 0.15, { await FuzzReport.run(XMPTarget.self, cases: $0, seed: $1) }),
    (YAMLTarget.name, 0.2, { await FuzzReport.run(YAMLTarget.self, cases: $0, seed: $1) }),
    (PipelineTarget.name, 0.05, { await FuzzReport.run(PipelineTarget.self, cases: $0, seed: $1) }),
    (FileNameTarget.name, 0.38, { await FuzzReport.run(FileNameTarget.self, cases: $0, seed: $1) }),
    (ListingTarget.name, 0.02, { await FuzzReport.run(ListingTarget.self, cases: $0, seed: $1) }),
]
let chosen = shares.filter { wants($0.name) }
if chosen.isEmpty {
    print("There is no such target; there are \(shares.map(\.name).joined(separator: ", ")).")
    exit(EX_USAGE)
}
let whole = chosen.reduce(0) { $0 + $1.share }
for target in chosen {
    isWhole = await target.run(Int(Double(casesInAll) * target.share / whole), seed) && isWhole
}
exit(isWhole ? 0 : 1)
