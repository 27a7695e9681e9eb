import Analysis
import Domain

@testable import Reports

extension Sample {
    static var pairingHeader: ReportHeader {
        var header = header
        header.toolTitle = "Photo Pairing"
        return header
    }

    static var pairingConfiguration: ToolConfiguration {
        var configuration = ToolConfiguration.builtIn
        configuration.cameraMappings = [
            "AB3D": CameraMapping(name: "Canon EOS R5", serialNumber: "12345"),
            "CD4E": CameraMapping(name: "Nikon Z 8"),
        ]
        configuration.processingMethods = ["HDR": "High Dynamic Range", "BW": "Black and White"]
        return configuration
    }

    static func pair(
        _ paths: [[UInt8]], _ configuration: ToolConfiguration = pairingConfiguration, warnings: [String] = [],
        skipped: [String: Int] = [:]
    ) -> PhotoPairingResult {
        PhotoPairing.analyse(
            files: FileTable(paths.map { file($0) }), configuration: configuration, skipped: skipped,
            warnings: warnings, scanSeconds: 12)
    }

    static func pair(_ paths: String...) -> PhotoPairingResult { pair(paths.map { Array($0.utf8) }) }

    /// A few thousand files that are in order.
    static var ordinaryPairing: PhotoPairingResult {
        let paths = (1...1500).flatMap { index -> [String] in
            let stem = "2024/\(index / 300)/\(["AB3D", "AB3D", "CD4E"][index % 3])\(String(index + 10_000).dropFirst())"
            let export = [".tif", "-HDR.tif", "-BW.tif", "-BW-HDR.tif"][index % 4]
            return index.isMultiple(of: 5) ? [stem + ".cr3"] : [stem + ".cr3", stem + ".dng", stem + export]
        }
        return pair(paths.map { Array($0.utf8) }, skipped: ["._*": 40, ".DS_Store": 12])
    }

    /// Every sort of finding, under names that try to be markup.
    static var hostilePairing: PhotoPairingResult {
        let names = [
            "AB3D12.dng", "ab3d0001.dng", "IMG_0001.dng", "AB3D-0001.dng", "AB3D0000.dng", "AB3D0001 (1).dng",
            "AB3D0001--HDR.dng", "AB3D0001-<b>.dng", "AB3D0001.d<g", "AB3D0001.dng", "copy/AB3D0001.DNG",
            "<script>/AB3D0002-Web.dng", "XY9Z0001.cr3", "XY9Z0001-2-hdr.cr3", "AB3D0003-HDR.dng", "2/AB3D0003-HDR.dng",
            "3/AB3D0003-HDR.dng",
        ]
        var configuration = pairingConfiguration
        configuration.photoExtensions.append(".d<g")
        configuration.cameraMappings["CD4E"] = CameraMapping(name: "<i>Camera</i>")
        configuration.processingMethods["BW"] = "<u>Method</u>"
        configuration.cameraMappings["<q>"] = CameraMapping(name: "none")
        let paths = (hostileNames.map { "in/\($0)" } + names + ["CD4E0001-BW.dng"]).map { Array($0.utf8) }
        return pair(
            paths + [Array("in/".utf8) + [0xFF, 0xFE] + Array(".nef".utf8)], configuration,
            warnings: [
                "The folder <i>locked</i> may not be read; give the user that the agent runs as read permission."
            ],
            skipped: ["@eaDir": 3, "<u>*": 1])
    }
}
