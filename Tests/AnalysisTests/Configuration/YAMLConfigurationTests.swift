import Domain
import TestSupport
import Testing

@testable import Analysis

/// The configuration file of the command line (analysis.md, *Configuration*).
@Suite(.proves("FR-540.1", "FR-540.11")) struct YAMLConfigurationTests {
    private func parse(_ text: String) throws(ConfigurationError) -> (
        configuration: ToolConfiguration, warnings: [String]
    ) {
        try YAMLConfiguration.parse(Array(text.utf8))
    }

    private func refusal(_ text: String) -> ConfigurationError? {
        do {
            _ = try parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func everySettingIsRead() async throws {
        let text = """
            photo_extensions:    [.dng, TIFF, .Cr3, .cr3]
            metadata_extensions: [.xmp]
            require_sidecar:     [.cr3]
            camera_mappings:     { AB3D: [ { name: Canon EOS R5, serial_number: "12345" } ] }
            processing_methods:  { HDR: High Dynamic Range, BW: Black and White }
            processing_pipelines: { default: { nodes: [ { id: a, optional: true, weight: 2 } ] } }
            """
        let (configuration, warnings) = try parse(text)
        #expect(warnings.isEmpty)
        #expect(configuration.photoExtensions == [".dng", ".tiff", ".cr3"])
        #expect(configuration.metadataExtensions == [".xmp"])
        #expect(configuration.requireSidecar == [".cr3"])
        #expect(configuration.cameraMappings == ["AB3D": CameraMapping(name: "Canon EOS R5", serialNumber: "12345")])
        #expect(configuration.processingMethods == ["HDR": "High Dynamic Range", "BW": "Black and White"])
        let pipeline = configuration.pipelines["default"]
        #expect(pipeline?.json == ["nodes": [["id": "a", "optional": true, "weight": 2]]])
        #expect(pipeline?.places.first?.fields["optional"] == TextPlace(line: 6, column: 54))
        let loader: any ConfigLoader = YAMLConfiguration(Array(text.utf8))
        #expect(try await loader.load() == configuration)
    }

    @Test func aMessageDoesNotRepeatALongText() throws {
        let error = try #require(refusal("photo_extensions: [.\(String(repeating: "a", count: 10_000))]"))
        #expect(error.message.count < 200 && error.message.contains("is no file extension"))
    }

    @Test func whatIsLeftOutIsAsBuiltIn() throws {
        #expect(try parse("").configuration == .builtIn)
        let configuration = try parse("photo_extensions: [.jpg]").configuration
        #expect(configuration.photoExtensions == [".jpg"])
        #expect(configuration.metadataExtensions == ToolConfiguration.builtIn.metadataExtensions)
        #expect(try parse("require_sidecar:\n").configuration.requireSidecar == [])
    }

    @Test func aCameraIsAnObjectOrTheFirstOfAListThatHasAName() throws {
        let configuration = try parse(
            "camera_mappings:\n  A: {name: One, serial_number: 42}\n  B: [{serial_number: x}, {name: Two}, {name: Three}]\n  C: []\n"
        ).configuration
        #expect(configuration.cameraMappings["A"] == CameraMapping(name: "One", serialNumber: "42"))
        #expect(configuration.cameraMappings["B"] == CameraMapping(name: "Two"))
        #expect(configuration.cameraMappings["C"] == nil)
    }

    @Test func unknownKeysAreWarningsWithTheirLine() throws {
        let (configuration, warnings) = try parse(
            "# mine\nphoto_extension: [.dng]\ncamera_mappings:\n  A:\n    name: x\n    serial: y\n")
        #expect(configuration.photoExtensions == ToolConfiguration.builtIn.photoExtensions)
        #expect(warnings.count == 2)
        #expect(warnings[0].hasPrefix("line 2: ") && warnings[0].contains("photo_extension "))
        #expect(warnings[1].hasPrefix("line 6: ") && warnings[1].contains("camera_mappings.A.serial"))
    }

    @Test func manyOrLongUnknownKeysAreFewAndShortWarnings() throws {
        func warnings(_ count: Int) throws -> [String] {
            try parse((0..<count).map { "key\($0): x\n" }.joined()).warnings
        }
        #expect(try warnings(20).count == 20)
        #expect(try warnings(20).last?.hasPrefix("line 20: the setting key19 ") == true)
        #expect(try warnings(40_020).dropFirst(20) == ["and 40,000 more unknown settings that were ignored"])
        // One letter with very many accents is as long as many letters.
        for long in [String(repeating: "k", count: 900), "k" + String(repeating: "\u{301}", count: 900)] {
            let camera = "camera_mappings: {? '\(long)' : {'\(long)': x}}\n"
            for text in try parse("? '\(long)'\n: x\n\(camera)").warnings { #expect(text.utf8.count < 500) }
            #expect(try parse(camera).warnings.count == 1)
            let wrong = try #require(refusal("camera_mappings: {? '\(long)' : {name: [x]}}\n"))
            #expect(wrong.message.utf8.count < 300 && wrong.message.contains("…"))
        }
    }

    @Test(arguments: [
        ("- a", 1, 1), ("photo_extensions: .dng", 1, 19), ("x: 1\nphoto_extensions: [.dng, [a]]", 2, 26),
        ("photo_extensions: [.dng, \"a/b\"]", 1, 26), ("photo_extensions: [a.b]", 1, 20),
        ("camera_mappings: [a]", 1, 18),
        ("camera_mappings: {A: text}", 1, 22), ("camera_mappings: {A: {name: [x]}}", 1, 29),
        ("processing_methods: {HDR: {a: b}}", 1, 27), ("processing_pipelines: {default: [a]}", 1, 33), ("a: [", 2, 1),
    ])
    func wrongTypesAreErrorsWithLineAndColumn(text: String, line: Int, column: Int) throws {
        let error = try #require(refusal(text))
        #expect(error.line == line && error.column == column, "\(error)")
        #expect(error.description.hasPrefix("line \(line), column \(column): "))
    }

    /// Found by `make fuzz`: a sign that joins the dot before it.
    @Test(arguments: ["\u{613}", "\u{301}dng", "\u{200D}", "İ", "ẞ"])
    func anExtensionInNormalFormStaysAsItIs(text: String) throws {
        let normalized = try #require(ToolConfiguration.normalizedExtension(text))
        #expect(ToolConfiguration.normalizedExtension(normalized) == normalized)
    }
}
