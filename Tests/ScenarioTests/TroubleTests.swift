import Coordinator
import Domain
import FoundationEssentials
import TestSupport
import Testing
import Wire

/// What goes wrong between a job's beginning and its end.
@Suite struct TroubleTests {
    @Test(.proves("EC-5"))
    func aFolderThatIsEmptiedKeepsTheLastResult() async throws {
        try await Studio.open { studio in
            let archive = try studio.archive("photos", ["AB3D0001.dng": 10, "AB3D0002.dng": 20])
            let worker = try await studio.agent("nas", roots: [archive])
            let collection = try await studio.collection("Photos", archive, on: worker)
            let first = try await run(studio, collection, worker, until: .completed)
            for name in ["AB3D0001.dng", "AB3D0002.dng"] {
                try FileManager.default.removeItem(atPath: archive + "/" + name)
            }

            let second = try await run(studio, collection, worker, until: .pending)

            #expect(second.errorKind == .storageUnavailable)
            #expect(second.retryCount == 1)
            let results = try await studio.coordinator.results.list(for: studio.owner, try PageRequest())
            #expect(results.items.map(\.guid) == [first.resultGuid])
            let shown = try await studio.coordinator.collections.get(collection.guid, for: studio.owner)
            #expect(shown.statistics["photostats"]?["total_files"]?.integerValue == 2)
        }
    }

    @Test(.proves("SL-1"))
    func aCollectionOutsideTheRootsIsRefusedByTheAgentItself() async throws {
        try await Studio.open { studio in
            let allowed = try studio.archive("allowed", ["AB3D0001.dng": 10])
            let secret = try studio.archive("secret", ["AB3D0002.dng": 10])
            let worker = try await studio.agent("nas", roots: [allowed])
            let collection = try await studio.collection("Secret", secret, on: worker)

            let job = try await run(studio, collection, worker, until: .failed)

            #expect(job.errorKind == .permissionDenied)
            #expect(job.errorMessage?.contains("roots") == true)
            #expect(job.retryCount == 0, "mending it takes a person")
            let notices = try await studio.coordinator.notices.list(for: studio.owner, try PageRequest())
            #expect(notices.items.map(\.jobGuid) == [job.guid])
        }
    }

    @Test(.proves("NFR-200.1"))
    func aResultOutlivesTheServersProcess() async throws {
        try await Studio.open { studio in
            let archive = try studio.archive("photos", ["AB3D0001.dng": 10])
            let worker = try await studio.agent("nas", roots: [archive])
            let collection = try await studio.collection("Photos", archive, on: worker)
            let one = try await run(studio, collection, worker, until: .completed)
            // The same data directory, another process.
            try await Studio.serve(studio.place) { coordinator, _ in
                let job = try await coordinator.jobs.get(one.guid, for: studio.owner)
                #expect(job.status == .completed)
                let results = try await coordinator.results.list(for: studio.owner, try PageRequest())
                #expect(results.items.count == 1)
            }
        }
    }

    private func run(
        _ studio: Studio, _ collection: CollectionDTO, _ worker: Worker, until status: JobStatus
    ) async throws -> JobDTO {
        let job = try await studio.coordinator.runs.start(
            RunRequest(tool: .photostats), collection: collection.guid, by: studio.owner)
        try await worker.runtime().run(.init(once: true))
        return try await studio.job(job.guid, until: status)
    }
}
