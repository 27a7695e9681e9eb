import Analysis
import Domain
import HTML

extension PhotoStatsReport {
    /// The findings, worst first.
    static func findings(_ result: PhotoStatsResult) -> [Finding] {
        [
            warnings(result), emptyFiles(result), brokenSidecars(result), orphanedImages(result),
            orphanedSidecars(result),
            doubleSidecars(result), collisions(result), sharedSidecars(result),
        ].compactMap { $0 }
    }

    private static func warnings(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .problem, "Warnings", result.warnings,
            meaning:
                "Something could not be looked at, or two settings contradict each other: the figures may lack files.",
            action: "follow what each warning says, then run again.", columns: ["Warning"],
            row: { [Finding.name($0)] })
    }

    private static func emptyFiles(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .problem, "Empty files", result.emptyFiles,
            meaning: "These files hold no bytes at all: most often a copy that was cut off.",
            action: "restore them from the card or a backup, or delete them.", columns: ["File"],
            row: { [Finding.name($0)] })
    }

    private static func brokenSidecars(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .problem, "Sidecars that cannot be read", result.brokenSidecars,
            meaning: "Their XMP is broken at the place named, so that programs may drop the edits and ratings in them.",
            action: "let your photo program write the metadata again, or restore the sidecars from a backup.",
            columns: ["Sidecar", "Reason"],
            row: {
                [
                    Finding.name($0.path),
                    "\($0.reason) (line \(NumberText.grouped($0.line)), column \(NumberText.grouped($0.column)))",
                ]
            })
    }

    private static func orphanedImages(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .problem, "Images without a sidecar", result.orphanedImages,
            meaning: "Edits and keywords of these formats live in a sidecar, and there is none beside the image.",
            action: "write the metadata from your photo program, or copy the sidecar from where the image came from.",
            columns: ["Image"], row: { [Finding.name($0)] })
    }

    private static func orphanedSidecars(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .attention, "Sidecars without an image", result.orphanedSidecars,
            meaning:
                "No image has the name that these sidecars are for: it was moved, renamed or deleted without them.",
            action: "move the sidecar to its image; delete it once you are sure that the image is gone for good.",
            columns: ["Sidecar"], row: { [Finding.name($0)] })
    }

    private static func doubleSidecars(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .attention, "Images with two kinds of sidecar", result.doubleSidecars,
            meaning: "Both NAME.EXT.xmp and NAME.xmp are there: programs disagree on which one they read.",
            action: "compare the two in the program that you edit with, and keep the one that is right.",
            columns: ["Image", "Sidecars"],
            row: { [Finding.name($0.image), Finding.names($0.sidecars)] })
    }

    private static func collisions(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .attention, "Names that collide", result.caseCollisions,
            meaning: "Names in one folder differ only in case or in how accents are encoded: "
                + "on other systems one overwrites the other.",
            action: "rename all but one of them before you copy this folder anywhere.", columns: ["Folder", "Names"],
            row: { collision in
                let folder =
                    collision.directory.isEmpty ? "the collection's own folder" : Finding.name(collision.directory)
                let hint: HTML =
                    collision.looksTheSame
                    ? "<p class=\"more\">They look the same but are encoded differently.</p>" : .empty
                return [folder, Finding.names(collision.names) + hint]
            })
    }

    private static func sharedSidecars(_ result: PhotoStatsResult) -> Finding? {
        Finding(
            .information, "Sidecars shared by several images", result.sharedSidecars,
            meaning:
                "One sidecar stands for all images of its name, as programs write it for a raw file with a JPEG or TIFF.",
            action: "nothing, unless the images are meant to be edited apart.", columns: ["Sidecar", "Images"],
            row: { [Finding.name($0.sidecar), Finding.names($0.images)] })
    }
}
