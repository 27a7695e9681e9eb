import Coordinator
import Domain
import TestSupport
import Testing
import Wire

@Suite("Results schema")
struct ResultsSchemaTests {
    static let required: [(tool: Tool, fields: [String])] = [
        (.photostats, ["total_files", "total_size"]),
        (.photoPairing, ["group_count", "image_count", "file_count"]),
        (.pipelineValidation, ["total_images", "status_counts"]),
    ]

    /// The smallest results that a tool may hand in.
    static func smallest(_ tool: Tool) -> [String: JSONValue] {
        let fields = required.first { $0.tool == tool }?.fields ?? []
        return Dictionary(
            fields.map { ($0, $0 == "status_counts" ? [:] : 0) }, uniquingKeysWith: { first, _ in first })
    }

    private func violation(_ tool: Tool, _ results: JSONValue) -> SchemaViolation? {
        do {
            _ = try ResultsSchema.of(tool).figures(of: CanonicalJSON.encode(results))
            return nil
        } catch let violation as SchemaViolation {
            return violation
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    private func violation(_ tool: Tool, with member: String, _ value: JSONValue) -> SchemaViolation? {
        violation(tool, .object(Self.smallest(tool).merging([member: value]) { _, new in new }))
    }

    @Test(
        "The required members alone are enough, and each of them is required", .proves("FR-530.9"),
        arguments: Tool.allCases)
    func requiredMembers(tool: Tool) throws {
        let smallest = Self.smallest(tool)
        #expect(violation(tool, .object(smallest)) == nil)
        for name in smallest.keys {
            var lacking = smallest
            lacking[name] = nil
            let found = try #require(violation(tool, .object(lacking)))
            #expect(found.path == "$.\(name)")
            #expect(found.message == "$.\(name) is required but missing.")
            #expect(violation(tool, with: name, .null)?.path == "$.\(name)")
        }
    }

    @Test("Anything but an object is refused at $", arguments: [JSONValue.null, 3, "text", [], true])
    func notAnObject(value: JSONValue) {
        #expect(violation(.photostats, value)?.path == "$")
    }

    @Test("Counts are whole and not negative", .proves("FR-530.9"))
    func counts() {
        for good: JSONValue in [0, 1, 9_007_199_254_740_991, .number(2)] {
            #expect(violation(.photostats, with: "total_files", good) == nil)
        }
        let bad: [JSONValue] = [
            -1, .number(1.5), .number(-0.5), "1", true, [1], [:], .number(1e300),
        ]
        for value in bad { #expect(violation(.photostats, with: "total_size", value)?.path == "$.total_size") }
        let told = violation(.photostats, with: "total_files", -3)
        #expect(told?.problem == "must be a whole number from 0 to 9007199254740991, but is -3")
    }

    @Test("Members that no table names are kept, whatever they are", arguments: Tool.allCases)
    func unknownMembers(tool: Tool) {
        for value: JSONValue in [.null, -1, "x", [1, "a"], ["a": .null]] {
            #expect(violation(tool, with: "from_the_future", value) == nil)
        }
    }

    @Test(
        "The path leads to the very value", .proves("FR-530.11"),
        arguments: [
            (Tool.photostats, "file_counts", #"{".dng": -1}"#, #"$.file_counts[".dng"]"#),
            (.photostats, "file_counts", #"{"a\"b\n": "x"}"#, #"$.file_counts["a\"b\n"]"#),
            (.photostats, "truncated", #"{"orphaned_xmp": 1.5}"#, "$.truncated.orphaned_xmp"),
            (.photostats, "orphaned_images", #"["a", "b", 3]"#, "$.orphaned_images[2]"),
            (.photostats, "shared_sidecars", #"[{"images": ["x", null]}]"#, "$.shared_sidecars[0].images[1]"),
            (.photostats, "newest_file", #"{"path": 3}"#, "$.newest_file.path"),
            (.photostats, "warnings", #""none""#, "$.warnings"),
            (.photoPairing, "cameras", #"{"AB3D": {"groups": -2}}"#, "$.cameras.AB3D.groups"),
            (.photoPairing, "cameras", #"{"1B3D": {"name": null}}"#, #"$.cameras["1B3D"].name"#),
            (.photoPairing, "cameras", #"{"": 3}"#, #"$.cameras[""]"#),
            (.photoPairing, "invalid_files", #"[{"code": 3}]"#, "$.invalid_files[0].code"),
            (.photoPairing, "ambiguous_groups", #"["AB3D0001"]"#, "$.ambiguous_groups[0]"),
            (
                .photoPairing, "ambiguous_groups", #"[{"duplicates": [{"paths": [1]}]}]"#,
                "$.ambiguous_groups[0].duplicates[0].paths[0]"
            ),
            (.photoPairing, "total_files", "-1", "$.total_files"),
            (
                .photoPairing, "imagegroups", #"[{"separate_images": {"": {"files": ["a", false]}}}]"#,
                #"$.imagegroups[0].separate_images[""].files[1]"#
            ),
            (.pipelineValidation, "status_counts", #"{"partial": -1}"#, "$.status_counts.partial"),
            (.pipelineValidation, "by_termination", #"{"web": {"PARTIAL": "1"}}"#, "$.by_termination.web.PARTIAL"),
            (.pipelineValidation, "path_stats", #"[{"path": ["a", 1]}]"#, "$.path_stats[0].path[1]"),
            (.pipelineValidation, "images", #"[{"archival_ready": 1}]"#, "$.images[0].archival_ready"),
            (
                .pipelineValidation, "images", #"[{"terminations": [{"completion_percentage": 101}]}]"#,
                "$.images[0].terminations[0].completion_percentage"
            ),
        ])
    func paths(tool: Tool, member: String, value: String, path: String) throws {
        let value = try JSONParser.parse(Array(value.utf8))
        #expect(violation(tool, with: member, value)?.path == path)
    }

    @Test("Of several troubles the first as it stands in the results is told, a missing member last")
    func firstTrouble() {
        let results: JSONValue = ["total_size": -1, "file_counts": [".z": -1, ".a": -1]]
        #expect(violation(.photostats, results)?.path == "$.file_counts[\".a\"]")
        #expect(violation(.photostats, ["total_size": -1])?.path == "$.total_size")
        #expect(violation(.photostats, [:])?.path == "$.total_files")
    }

    @Test("The key figures are the counts of the results object and the statuses, and nothing that is large")
    func keyFigures() throws {
        let results: JSONValue = [
            "total_images": 3, "status_counts": ["consistent": 2, "partial": 1], "by_termination": ["a": ["x": 1]],
            "images": [["base_filename": "a"]], "edges": [["from": "a", "to": "b", "image_count": 2]],
            "from_the_future": 3, "invalid_files_count": 0,
        ]
        let schema = ResultsSchema.of(.pipelineValidation)
        #expect(
            try schema.figures(of: CanonicalJSON.encode(results)) == [
                "total_images": 3, "status_counts": ["consistent": 2, "partial": 1], "invalid_files_count": 0,
                "edges": [["from": "a", "to": "b", "image_count": 2]],
            ])
        let edges = JSONValue.array(Array(repeating: ["from": "a", "to": "b", "image_count": 2], count: 1000))
        let large: JSONValue = ["total_images": 3, "status_counts": [:], "edges": edges]
        #expect(
            try schema.figures(of: CanonicalJSON.encode(large)) == ["total_images": 3, "status_counts": [:]])
        let many = (0..<1000).map { ("status\($0)", JSONValue.integer(1)) }
        let hostile: JSONValue = ["total_images": 3, "status_counts": .object(Dictionary(uniqueKeysWithValues: many))]
        #expect(try schema.figures(of: CanonicalJSON.encode(hostile)) == ["total_images": 3])
    }

    @Test("Lists of findings are counted as well, also where they were cut")
    func counted() throws {
        let results: JSONValue = [
            "total_files": 3, "total_size": 12, "empty_files": ["a", "b"], "case_collisions": [], "warnings": ["w"],
            "shared_sidecars": [["sidecar": "a", "images": ["b"]]], "truncated": ["shared_sidecars": 120_000],
        ]
        #expect(
            try ResultsSchema.of(.photostats).figures(of: CanonicalJSON.encode(results)) == [
                "total_files": 3, "total_size": 12, "empty_files_count": 2, "case_collisions_count": 0,
                "shared_sidecars_count": 120_000,
            ])
    }

    @Test("A member's name is the bytes that stand there: one with escapes is another or not canonical")
    func escapedNames() throws {
        let written = #"{"\u0074otal_files":1,"total_size":1}"#
        #expect(throws: CanonicalJSONError.self) { try ResultsSchema.of(.photostats).figures(of: Array(written.utf8)) }
        #expect(violation(.photostats, ["total_files\n": "x", "total_files": 1, "total_size": 1]) == nil)
    }

    /// Every member that analysis.md names, filled; the lists of PhotoStats as its results write them.
    static let full: [(tool: Tool, json: String)] = [
        (
            .photostats,
            #"""
            {"total_files": 7, "total_size": 123456, "file_counts": {".dng": 4}, "storage_by_type": {".dng": 120000},
            "paired_count": 2, "orphaned_images_count": 1, "orphaned_images": ["a/\\xFF.cr3"], "orphaned_xmp_count": 1,
            "orphaned_xmp": ["b.xmp"],
            "shared_sidecars": [{"sidecar": "c.xmp", "images": ["c.dng", "c.tif"], "images_count": 2}],
            "double_sidecars": [{"image": "d.dng", "sidecars": ["d.dng.xmp", "d.xmp"], "sidecars_count": 2}],
            "empty_files": ["e.dng"],
            "case_collisions": [{"directory": "", "names": ["f.dng", "F.dng"], "names_count": 2}],
            "newest_file": {"path": "a.dng", "modified": "2026-01-02T03:04:05.678Z"}, "oldest_file": null,
            "ratings": {"5": 1}, "labels": {"Red": 1}, "creator_tools": {"Editor": 2}, "cameras": {"X": 1},
            "lenses": {"50": 1}, "warnings": ["b cannot be read"], "skipped": {"@eaDir": 3}, "scan_seconds": 2,
            "truncated": {"orphaned_images": 100001}}
            """#
        ),
        (
            .photoPairing,
            """
            {"group_count": 1, "image_count": 2, "file_count": 3, "camera_usage": {"Canon EOS R5": 2},
            "cameras": {"AB3D": {"name": "Canon EOS R5", "serial_number": "12345", "groups": 1, "images": 2}},
            "method_usage": {"High Dynamic Range": 1}, "invalid_files_count": 1, "total_files": 4,
            "ambiguous_groups": [{"group_id": "AB3D0001", "duplicates_count": 1, "duplicates": [
            {"filename": "AB3D0001.dng", "paths": ["a/AB3D0001.dng", "b/AB3D0001.dng"], "paths_count": 2}]}],
            "invalid_files": [{"path": "a/x.dng", "filename": "x.dng", "code": "too_short", "reason": "too short"}],
            "imagegroups": [{"group_id": "AB3D0001", "camera_id": "AB3D", "counter": "0001", "separate_images":
            {"": {"files": ["AB3D0001.dng"], "properties": []}, "2": {"properties": ["HDR"]}}}]}
            """
        ),
        (
            .pipelineValidation,
            """
            {"total_files": 4, "total_images": 2, "total_groups": 1, "status_counts": {"consistent": 1, "partial": 1},
            "by_termination": {"archive": {"CONSISTENT": 1, "PARTIAL": 1}}, "archival_ready_count": 1,
            "path_stats": [{"path": ["capture", "raw"], "image_count": 1, "partial_count": 1}],
            "invalid_files_count": 0, "invalid_files": [],
            "images": [{"base_filename": "AB3D0001", "status": "PARTIAL", "archival_ready": false, "terminations":
            [{"type": "archive", "status": "PARTIAL", "completion_percentage": 66, "missing_files": ["a.tif"],
            "missing_files_count": 1, "extra_files": [], "extra_files_count": 0}]}]}
            """
        ),
    ]

    @Test("Full results of the tools pass, and the tables name every member", .proves("FR-530.9"), arguments: full)
    func fullResults(tool: Tool, json: String) throws {
        let results = try JSONParser.parse(Array(json.utf8))
        #expect(violation(tool, results) == nil)
        let named = try #require(ResultsSchema.of(tool).document["properties"]?.objectValue)
        let members = try #require(results.objectValue)
        #expect(Set(members.keys).isSubset(of: named.keys))
    }

    @Test("The published schema requires and types what the check does", arguments: Tool.allCases)
    func document(tool: Tool) throws {
        let document = ResultsSchema.of(tool).document
        #expect(document["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(document["type"] == "object")
        let required = try #require(document["required"]?.arrayValue).compactMap(\.stringValue)
        #expect(Set(required) == Set(Self.smallest(tool).keys))
        let properties = try #require(document["properties"]?.objectValue)
        for (name, property) in properties {
            // A value of no published type must be refused by the check, one of it taken.
            let wrong: JSONValue = property["type"] == "object" ? [] : [:]
            #expect(violation(tool, with: name, property["anyOf"] == nil ? wrong : 3)?.path == "$.\(name)", "\(name)")
            if property["type"] == "integer" { #expect(property["minimum"] == 0) }
            if property["type"] == "array" { #expect(violation(tool, with: name, []) == nil) }
        }
        #expect(properties["truncated"]?["additionalProperties"]?["minimum"] == 0)
    }
}
