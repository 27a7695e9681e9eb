import Domain
import TestSupport
import Testing

@testable import Coordinator

@Suite("Who is woken for a job", .timeLimit(.minutes(4)))
struct ClaimWaitersTests {
    private let waiters = ClaimWaiters(time: ManualTime())
    private let requirement = Requirement([.tool(.photostats)])

    private func enter(_ agent: Int64, team: Int64 = 1, _ capabilities: [String] = ["tool:photostats"]) -> Int {
        waiters.enter(agent: agent, team: team, capabilities: capabilities)
    }

    private func call(boundAgent: Int64? = nil) {
        waiters.jobAvailable(team: 1, requirement: requirement, boundAgent: boundAgent)
    }

    /// What a claim is woken by at the end of its time, so that a test ends where nothing else woke it.
    private func wakeOrEnd(_ id: Int) async -> ClaimWaiters.Wake {
        waiters.wake(id, .timeIsUp)
        return await waiters.wait(id, until: .seconds(50))
    }

    @Test("A call wakes one claim: of the team, fit, and of the bound agent where there is one")
    func fit() async {
        let foreign = enter(1, team: 2)
        let unfit = enter(2, ["tool:photo_pairing"])
        let bound = enter(3)
        call(boundAgent: 3)
        #expect(await waiters.wait(bound, until: .seconds(50)) == .called)
        call(boundAgent: 9)
        for id in [foreign, unfit] { #expect(await wakeOrEnd(id) == .timeIsUp) }
        waiters.leave(bound, hasJob: true)
    }

    @Test("A claim whose time has passed before it lies down is woken at once, again and again")
    func tooLate() async {
        let time = ManualTime()
        let waiters = ClaimWaiters(time: time)
        time.advance(by: .seconds(10))
        for _ in 0..<50 {
            let id = waiters.enter(agent: 1, team: 1, capabilities: [])
            #expect(await waiters.wait(id, until: .seconds(5)) == .timeIsUp)
            waiters.leave(id, hasJob: false)
        }
    }

    @Test("A second call goes to the second claim, awake as the first may be")
    func second() async {
        let (first, other) = (enter(1), enter(2))
        call()
        #expect(await waiters.wait(first, until: .seconds(50)) == .called)
        call()
        #expect(await waiters.wait(other, until: .seconds(50)) == .called)
    }

    @Test("Calls that a claim did not answer go on to the others when it leaves", .proves("FR-200.4"))
    func leavesWithOne() async {
        let first = enter(1)
        call()
        call()
        let other = enter(2)
        waiters.leave(first, hasJob: true)
        #expect(await waiters.wait(other, until: .seconds(50)) == .called)
        // It took the one that was left over; now there is none.
        waiters.leave(other, hasJob: true)
        let third = enter(3)
        #expect(await wakeOrEnd(third) == .timeIsUp)
    }

    @Test("A claim whose client is gone passes its call on", .proves("FR-200.4"))
    func gone() async {
        let first = enter(1)
        call()
        let other = enter(2)
        waiters.leave(first, hasJob: false)
        #expect(await waiters.wait(other, until: .seconds(50)) == .called)
    }

    @Test("A barred claim passes its call on, and is called no more until it is free", .proves("SL-3"))
    func barred() async {
        let (first, other) = (enter(1), enter(2))
        call()
        #expect(await waiters.wait(first, until: .seconds(50)) == .called)
        waiters.setBarred(first, true)
        #expect(await waiters.wait(other, until: .seconds(50)) == .called)
        waiters.leave(other, hasJob: true)
        call()
        #expect(await wakeOrEnd(first) == .timeIsUp)
        waiters.setBarred(first, false)
        call()
        #expect(await waiters.wait(first, until: .seconds(50)) == .called)
    }

    @Test("Being gone outlasts every other reason")
    func outlasts() async {
        let id = enter(1)
        waiters.wake(id, .clientGone)
        waiters.wake(id, .timeIsUp)
        call()
        #expect(await waiters.wait(id, until: .seconds(50)) == .clientGone)
    }

    @Test("Of fit claims that of the agent with the fewest jobs in the last hour is woken", .proves("US-10"))
    func fewest() async {
        let time = ManualTime()
        let waiters = ClaimWaiters(time: time)
        waiters.assigned(to: 1)
        let busy = waiters.enter(agent: 1, team: 1, capabilities: ["tool:photostats"])
        let rested = waiters.enter(agent: 2, team: 1, capabilities: ["tool:photostats"])
        waiters.jobAvailable(team: 1, requirement: requirement, boundAgent: nil)
        #expect(await waiters.wait(rested, until: .seconds(50)) == .called)
        waiters.leave(rested, hasJob: true)
        waiters.assigned(to: 2)
        waiters.assigned(to: 2)
        let again = waiters.enter(agent: 2, team: 1, capabilities: ["tool:photostats"])
        waiters.jobAvailable(team: 1, requirement: requirement, boundAgent: nil)
        #expect(await waiters.wait(busy, until: .seconds(50)) == .called)
        waiters.leave(busy, hasJob: true)
        // After an hour both start afresh; the claim that came first goes first.
        time.advance(by: .seconds(3600))
        let third = waiters.enter(agent: 1, team: 1, capabilities: ["tool:photostats"])
        waiters.jobAvailable(team: 1, requirement: requirement, boundAgent: nil)
        #expect(await waiters.wait(again, until: .seconds(50)) == .called)
        waiters.leave(third, hasJob: false)
    }
}
