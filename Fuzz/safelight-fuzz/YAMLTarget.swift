import Analysis
import YAML

/// YAML and configurations in it: no crash, errors stand within the text, and what is read is in normal form.
struct YAMLTarget: FuzzTarget {
    static let name = "yaml"
    static let words =
        pieces(
            "photo_extensions:", "metadata_extensions:", "require_sidecar:", "camera_mappings:", "processing_methods:",
            "processing_pipelines:", "name:", "serial_number:", "nodes:", "- id: a", "type: Capture", "output: [b]",
            "[.dng, .cr3]", "{ a: b }",
            "&a", "*a", "<<: *a", "!!str", "!!binary", "|", ">", "? ", ": ", "- ", "---", "...", "%YAML 1.2", "\t",
            "\n", "\n  ", "'", "\"",
            "null", "~", "1e999", "0x1F", "\\u0000", "#", "é", "\u{2028}", "\u{FEFF}")
        + [[0], [0xFF, 0xFE], [0xC3], [0x80]]

    init() {}

    mutating func generate(_ random: inout FuzzRandom) -> [UInt8] {
        var text = ""
        for _ in 0..<(1 + random.below(4)) {
            text += random.pick([
                "photo_extensions: [.dng, CR3, '.nef']\n", "metadata_extensions: [.xmp]\n",
                "require_sidecar:\n  - .cr3\n",
                "camera_mappings: { AB3D: [ { name: R5, serial_number: \"1\" } ] }\n",
                "processing_methods: { HDR: High, BW: ~ }\n",
                "processing_pipelines:\n  default:\n    nodes:\n      - { id: c, type: Capture, output: [t] }\n"
                    + "      - { id: t, type: Termination, termination_type: x }\n", "unknown: 1\n", "# a comment\n",
            ])
        }
        return Array(text.utf8)
    }

    mutating func fault(_ input: [UInt8]) -> String? {
        // libyaml counts every kind of break, also U+0085, U+2028 and U+2029, whose last bytes these are.
        let breaks: Set<UInt8> = [0x0A, 0x0D, 0x85, 0xA8, 0xA9]
        let lines = input.count { breaks.contains($0) } + 1
        do {
            _ = try parseYAML(input)
        } catch {
            // The end of the text may be told as the line behind the last.
            if error.line < 1 || error.line > lines + 1 || error.column < 1 {
                return "line \(error.line) of \(lines): \(error.message)"
            }
            // `try?`: whatever the reason, this must refuse it too.
            return (try? YAMLConfiguration.parse(input)) == nil ? nil : "no YAML, but a configuration"
        }
        do {
            let configuration = try YAMLConfiguration.parse(input).configuration
            for name in configuration.photoExtensions + configuration.metadataExtensions + configuration.requireSidecar
            where ToolConfiguration.normalizedExtension(name) != name {
                return "the extension \(name) is not in normal form"
            }
            return nil
        } catch {
            guard let line = error.line, let column = error.column else { return "no place: \(error.message)" }
            return line >= 1 && line <= lines + 1 && column >= 1 ? nil : "line \(line) of \(lines): \(error.message)"
        }
    }
}
