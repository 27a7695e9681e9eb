import Domain
import TestSupport
import Testing

@Suite("Lease and pool")
struct LeaseTests {
    @Test("The times of protocol.md, Signs of life and leases", .proves("FR-530.7"))
    func times() {
        #expect(Lease.duration == .seconds(90))
        #expect(Lease.socketGrace == .seconds(40))
        #expect(Lease.agentSilence == .seconds(90))
        #expect(Lease.cancelPatience == .seconds(60))
        #expect(Lease.uploadIdle == .seconds(60 * 60))
        #expect(Lease.duration < .seconds(120), "a vanished agent's job is claimable within 2 min")
    }

    @Test("Offline without an online agent, whatever else is counted", .proves("FR-600.4"), arguments: 0...3, 0...3)
    func offline(idle: Int, running: Int) {
        #expect(PoolCounts(online: 0, idle: idle, running: running).status == .offline)
    }

    @Test("Idle while nothing runs, running otherwise", .proves("FR-600.5", "FR-600.6"), arguments: 1...4, 0...4)
    func idleOrRunning(online: Int, idle: Int) {
        #expect(PoolCounts(online: online, idle: idle, running: 0).status == .idle)
        for running in 1...5 {
            #expect(PoolCounts(online: online, idle: idle, running: running).status == .running)
        }
    }

    @Test("The words on the wire")
    func words() {
        #expect([PoolStatus.offline, .idle, .running].map(\.rawValue) == ["offline", "idle", "running"])
        #expect(Tool.allCases.map(\.rawValue) == ["photostats", "photo_pairing", "pipeline_validation"])
        #expect(CollectionType.allCases.map(\.rawValue) == ["LOCAL", "S3", "GCS", "SMB"])
        #expect(
            Stage.allCases.map(\.rawValue) == [
                "initializing", "scanning", "analyzing", "generating_report", "uploading",
            ])
        #expect(AgentStatus.allCases.map(\.rawValue) == ["online", "offline", "error", "revoked"])
        #expect(CompletionStatus.allCases.map(\.rawValue) == ["completed", "failed", "cancelled"])
        #expect(
            JobStatus.allCases.map(\.rawValue) == [
                "scheduled", "pending", "assigned", "running", "completed", "failed", "cancelled",
            ])
        #expect(
            ErrorKind.allCases.map(\.rawValue) == [
                "storage_unavailable", "permission_denied", "invalid_configuration", "tool_error", "internal",
                "agent_lost",
            ])
    }
}
