import Coordinator
import Domain
import TestSupport
import Testing
import Wire

/// From nothing to a result on the page.
@Suite struct FirstResultTests {
    @Test(.proves("US-2", "US-3", "US-4", "FR-110.6", "FR-510.2", "FR-510.3", "FR-520.5", "FR-530.3", "FR-540.11"))
    func aPhotographerRegistersAnAgentAndSeesTheFirstResult() async throws {
        try await Studio.open { studio in
            let archive = try studio.archive(
                "photos",
                [
                    "2026/AB3D0001.cr3": 1000, "2026/AB3D0001.xmp": 10, "2026/AB3D0002.cr3": 2000, "lost.xmp": 5,
                    "<script>alert(1)</script>.dng": 7,
                ])
            let worker = try await studio.agent("nas", roots: [archive])
            let collection = try await studio.collection("Photos", archive, on: worker)
            let run = try await studio.coordinator.runs.start(
                RunRequest(tool: .photostats), collection: collection.guid, by: studio.owner)
            #expect(run.status == .pending)

            try await worker.runtime().run(.init(once: true))

            let job = try await studio.job(run.guid, until: .completed)
            #expect(job.attempts?.map(\.outcome) == [.completed])
            let guid = try #require(job.resultGuid)
            let result = try await studio.coordinator.results.get(guid, for: studio.owner)
            #expect(result.results?["total_files"]?.integerValue == 5)
            #expect(result.results?["total_size"]?.integerValue == 3022)
            #expect(result.results?["paired_count"]?.integerValue == 1)
            #expect(result.results?["orphaned_images"]?.arrayValue == ["2026/AB3D0002.cr3"])
            #expect(result.results?["orphaned_xmp"]?.arrayValue == ["lost.xmp"])
            let agent = try await studio.coordinator.agents.get(worker.guid, team: studio.owner.team.rowID)
            #expect(result.createdBy == agent.systemUserGuid)
            let report = String(
                decoding: try await studio.coordinator.results.report(guid, for: studio.owner), as: UTF8.self)
            #expect(report.contains("AB3D0002.cr3"))
            #expect(!report.contains("<script>"))
            let shown = try await studio.coordinator.collections.get(collection.guid, for: studio.owner)
            #expect(shown.statistics["photostats"]?["total_files"]?.integerValue == 5)
            #expect(agent.status == .offline, "an agent that says goodbye is offline at once")
        }
    }

    @Test(.proves("FR-400.4", "FR-400.6", "FR-400.9"))
    func theJobsOfABoundCollectionWaitForItsAgent() async throws {
        try await Studio.open { studio in
            let archive = try studio.archive("photos", ["AB3D0001.dng": 10])
            let bound = try await studio.agent("nas", roots: [archive])
            let other = try await studio.agent("laptop", roots: [archive])
            let mine = try await studio.collection("Mine", archive, on: bound)
            let theirs = try await studio.collection("Theirs", archive, on: other)
            let waiting = try await studio.coordinator.runs.start(
                RunRequest(tool: .photostats), collection: mine.guid, by: studio.owner)
            let running = try await studio.coordinator.runs.start(
                RunRequest(tool: .photostats), collection: theirs.guid, by: studio.owner)

            // It is older, but not for this agent.
            try await other.runtime().run(.init(once: true))

            #expect(try await studio.job(running.guid, until: .completed).agentGuid == other.guid)
            #expect(try await studio.coordinator.jobs.get(waiting.guid, for: studio.owner).status == .pending)
            try await bound.runtime().run(.init(once: true))
            #expect(try await studio.job(waiting.guid, until: .completed).agentGuid == bound.guid)
        }
    }
}
