import Domain
import Testing
import Wire

/// Refusals name the field and say what would be right, without any type's name.
@Suite struct StrictDecodingTests {
    @Test(
        arguments: [
            (
                #"{"stage":"dreaming"}"#, "stage",
                "must be one of initializing, scanning, analyzing, generating_report, uploading"
            ),
            (#"{"stage":"scanning","files_scanned":1.5}"#, "files_scanned", "whole number"),
            (#"{"stage":"scanning","files_scanned":1e30}"#, "files_scanned", "whole number"),
            (#"{"stage":"scanning","total_files":"many"}"#, "total_files", "must be a number"),
            (#"{}"#, "stage", "is missing"),
        ])
    func aFieldIsNamed(body: String, field: String, words: String) {
        let error = #expect(throws: BodyError.self) {
            try WireJSON.decode(ProgressUpdate.self, from: Array(body.utf8))
        }
        #expect(error?.field == field)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func wholeNumbersMayComeAsFractionsOfZero() throws {
        let progress = try WireJSON.decode(
            ProgressUpdate.self, from: Array(#"{"stage":"scanning","files_scanned":2.0,"total_files":null}"#.utf8))
        #expect(progress.filesScanned == 2)
        #expect(progress.totalFiles == nil)
        #expect(progress.stage == .scanning)
    }

    @Test func integersUpToTheLimitOfDoublesAreExact() throws {
        let progress = try WireJSON.decode(
            ProgressUpdate.self, from: Array(#"{"stage":"scanning","total_files":9007199254740991}"#.utf8))
        #expect(progress.totalFiles == 9_007_199_254_740_991)
    }
}
