// swift-tools-version:6.2
import PackageDescription

/// Every target of ours is Swift 6 and treats each warning as an error.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: exclude,
        swiftSettings: strict)
}

let shared: [Target] = [
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    library("Domain"),
    library("Wire", ["Domain", crypto]),
    library("HTML"),
    library("YAML", ["CYAML"]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    library("XML", ["CExpat"]),
    library("S3", ["Domain", "XML", asyncHTTPClient, crypto, nioCore, nioHTTP1, nioPosix, nioSSL]),
]

let agentSide: [Target] = [
    library("Analysis", ["Domain", "YAML", "XML"]),
    library("Reports", ["Analysis", "HTML"]),
    library(
        "CollectionSources", ["Domain", "S3", asyncHTTPClient, crypto, cryptoExtras, nioHTTP1]),
    library(
        "AgentRuntime",
        [
            "Wire", "Analysis", "Reports", "CollectionSources", "S3", asyncHTTPClient, crypto, cryptoExtras, lifecycle,
            logging,
            nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL,
        ]),
    library("AgentCommands", ["AgentRuntime", argumentParser]),
    .executableTarget(name: "safelight-agent", dependencies: ["AgentCommands"], swiftSettings: strict),
]

let serverSide: [Target] = [
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    library("Database", ["CLibPQ", .product(name: "GRDB", package: "GRDB.swift"), logging]),
    library("Store", ["Database", "Domain"]),
    library(
        "Coordinator", ["Database", "Store", "Wire", "Analysis", crypto, cryptoExtras, logging, metrics, lifecycle]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    library(
        "Web",
        [
            "CZlib", "Coordinator", "Wire", "HTML", "Analysis", "Reports", "WebAssets", hummingbird, hummingbirdTLS,
            lifecycle,
            logging, metrics, nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL,
        ]),
    .target(name: "WebAssets", resources: [.embedInCode("Files")], swiftSettings: strict),
    library(
        "Server",
        [
            "Web", "Coordinator", "Database", "S3", "Wire", "YAML", argumentParser, nioCore, lifecycle, logging,
            .product(name: "Configuration", package: "swift-configuration"),
        ]),
    .executableTarget(name: "safelight", dependencies: ["Server"], swiftSettings: strict),
]

/// Clocks that are moved by hand, temporary folders, waiting without sleeping: for every test target.
let testSupport: Target = .target(
    name: "TestSupport", dependencies: ["Domain"], path: "Tests/TestSupport", swiftSettings: strict)

/// The engines that stores and services are tested on.
let testDatabases: Target = .target(
    name: "TestDatabases", dependencies: ["Database", "Store", "TestSupport"], path: "Tests/TestDatabases",
    swiftSettings: strict)

/// Stores of objects that buckets are tested on: one that misbehaves as it is told to, and real ones.
let testStores: Target = .target(
    name: "TestStores",
    dependencies: ["Domain", "S3", "TestSupport", hummingbird, hummingbirdTLS, nioCore, nioSSL, logging],
    path: "Tests/TestStores", swiftSettings: strict)

/// Programs that measure and that try hostile input; neither is shipped.
let workshop: [Target] = [
    .executableTarget(
        name: "safelight-bench", dependencies: ["CollectionSources", "Analysis", "Reports", "Coordinator", "Domain"],
        path: "Benchmarks/safelight-bench", swiftSettings: strict),
    .executableTarget(
        name: "safelight-load",
        dependencies: [
            "Wire", "Domain", .product(name: "Histogram", package: "hdrhistogram-swift"), nioCore, nioPosix, nioHTTP1,
            nioWebSocket,
        ],
        path: "Benchmarks/safelight-load", swiftSettings: strict),
    .executableTarget(
        name: "safelight-fuzz", dependencies: ["Analysis", "YAML", "XML", "Domain"], path: "Fuzz/safelight-fuzz",
        swiftSettings: strict),
]

let testTargets: [Target] = [
    testSupport,
    testDatabases,
    testStores,
    tests("Domain"),
    tests("Wire", ["Domain"]),
    tests("HTML"),
    tests("YAML"),
    tests("XML"),
    tests("S3", ["Domain", "Coordinator", "Server", "TestStores", hummingbird, asyncHTTPClient, nioCore]),
    tests("Analysis", ["Domain", "YAML", "Wire"]),
    tests("Reports", ["Analysis", "HTML"], exclude: ["Snapshots"]),
    tests("CollectionSources", ["Domain", "S3", "TestStores", crypto, cryptoExtras, hummingbird, nioCore]),
    tests(
        "AgentRuntime", ["Wire", "Analysis", "CollectionSources", nioCore, nioPosix, nioHTTP1, nioWebSocket, nioSSL]),
    tests("AgentCommands", ["AgentRuntime"]),
    tests("Database", ["TestDatabases"]),
    tests("Store", ["Database", "Domain", "TestDatabases"]),
    tests("Coordinator", ["Store", "Database", "Domain", "Wire", "TestDatabases"]),
    tests(
        "Web",
        [
            "Coordinator", "Wire", "HTML", "TestDatabases", hummingbird, nioEmbedded, nioCore, nioPosix, nioHTTP1,
            nioWebSocket, nioSSL,
            asyncHTTPClient,
        ]),
    tests("Server", ["Web", "Coordinator", "TestDatabases"]),
    .testTarget(
        name: "LoadTests", dependencies: ["safelight-load", "Domain", "Wire", "TestSupport", nioCore],
        swiftSettings: strict),
    .testTarget(
        name: "ScenarioTests",
        dependencies: ["Server", "AgentCommands", "AgentRuntime", "TestSupport", "TestDatabases", asyncHTTPClient],
        swiftSettings: strict
    ),
]

let package = Package(
    name: "safelight",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "safelight", targets: ["safelight"]),
        .executable(name: "safelight-agent", targets: ["safelight-agent"]),
    ],
    dependencies: [
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: shared + agentSide + serverSide + workshop + testTargets
)
