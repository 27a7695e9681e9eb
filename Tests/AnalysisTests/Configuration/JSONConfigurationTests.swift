import Domain
import TestSupport
import Testing

@testable import Analysis

/// The configuration as the server hands it to a job (protocol.md, *Configuration*).
@Suite(.proves("FR-540.9")) struct JSONConfigurationTests {
    @Test func theAnswerOfTheServerIsRead() throws {
        let configuration = try ToolConfiguration(json: [
            "collection": ["guid": "col_x"],
            "pipeline": ["guid": "pip_x", "name": "Raw only", "nodes": []],
            "photo_extensions": ["DNG", ".cr3", ".CR3"], "metadata_extensions": [".xmp"], "require_sidecar": [".cr3"],
            "camera_mappings": [
                "AB3D": ["name": "Canon", "serial_number": "1"], "X": [["name": ""], ["name": "Two"]],
            ],
            "processing_methods": ["HDR": "High Dynamic Range"],
        ])
        #expect(configuration.photoExtensions == [".dng", ".cr3"])
        #expect(configuration.metadataExtensions == [".xmp"])
        #expect(configuration.requireSidecar == [".cr3"])
        #expect(configuration.cameraMappings["AB3D"] == CameraMapping(name: "Canon", serialNumber: "1"))
        #expect(configuration.cameraMappings["X"] == CameraMapping(name: "Two"))
        #expect(configuration.processingMethods == ["HDR": "High Dynamic Range"])
        #expect(configuration.pipelines.keys.sorted() == ["Raw only"])
    }

    @Test func whatIsMissingOrNullIsEmpty() throws {
        let empty = ToolConfiguration(photoExtensions: [], metadataExtensions: [], requireSidecar: [])
        #expect(try ToolConfiguration(json: [:]) == empty)
        #expect(
            try ToolConfiguration(json: ["pipeline": nil, "photo_extensions": nil, "camera_mappings": nil]) == empty)
    }

    @Test(
        arguments: [
            (["photo_extensions": "x"], "$.photo_extensions"),
            (["photo_extensions": [".a", 1]], "$.photo_extensions[1]"),
            (["require_sidecar": [""]], "$.require_sidecar[0]"), (["camera_mappings": []], "$.camera_mappings"),
            (["camera_mappings": ["A": 1]], "$.camera_mappings.A"),
            (["camera_mappings": ["A": ["name": 1]]], "$.camera_mappings.A.name"),
            (["processing_methods": ["H": [:]]], "$.processing_methods.H"), (["pipeline": "x"], "$.pipeline"),
            ([], "the configuration"),
        ] as [(JSONValue, String)])
    func whatIsOffIsNamedByItsPath(json: JSONValue, path: String) {
        #expect {
            try ToolConfiguration(json: json)
        } throws: { error in
            (error as? ConfigurationError)?.message.hasPrefix(path + " ") == true
        }
    }

    @Test(
        arguments: [
            (".DNG", ".dng"), ("tif", ".tif"), (".größe", ".größe"), ("", nil), (".", nil), ("..a", nil), ("a.b", nil),
            ("a/b", nil),
            ("a b", nil), ("a\n", nil), (String(repeating: "x", count: 33), nil),
        ] as [(String, String?)])
    func extensionsAreNormalisedOrRefused(text: String, normalized: String?) {
        #expect(ToolConfiguration.normalizedExtension(text) == normalized)
    }

    @Test func theBuiltInExtensionsAreNormalised() {
        let builtIn = ToolConfiguration.builtIn
        let all = builtIn.photoExtensions + builtIn.metadataExtensions + builtIn.requireSidecar
        #expect(all.allSatisfy { ToolConfiguration.normalizedExtension($0) == $0 })
        #expect(Set(builtIn.requireSidecar).isSubset(of: builtIn.photoExtensions))
    }
}
