import Domain
import TestSupport
import Testing

@testable import Coordinator

@Suite("The board of waiting claims against a plain model")
struct WaiterBoardTests {
    /// What the board does, said in the plainest way: a list that is searched from end to end.
    private struct Model {
        struct Waiter {
            let id: Int, agent: Int64, team: Int64, capabilities: [String]
            var calls: [WaiterBoard.Call] = []
            var isBarred = false
            var isGone = false
        }

        var waiters: [Waiter] = []
        var assignments: [(agent: Int64, at: Timestamp)] = []

        func load(_ agent: Int64, _ now: Timestamp) -> Int {
            assignments.count { $0.agent == agent && $0.at > now - .seconds(3600) }
        }

        mutating func choose(for call: WaiterBoard.Call, at now: Timestamp) -> Int? {
            let fit = waiters.indices.filter { index in
                let waiter = waiters[index]
                return waiter.team == call.team && !waiter.isBarred && !waiter.isGone
                    && (call.boundAgent == nil || call.boundAgent == waiter.agent)
                    && call.requirement.isMet(by: waiter.capabilities)
            }
            let chosen = fit.min { left, right in
                let (first, second) = (waiters[left], waiters[right])
                return (first.calls.count, load(first.agent, now), first.id)
                    < (second.calls.count, load(second.agent, now), second.id)
            }
            if let chosen { waiters[chosen].calls.append(call) }
            return chosen.map { waiters[$0].id }
        }
    }

    private static let tools = ["tool:a", "tool:b", "tool:c"]

    @Test(
        "Whatever happens, the same claim is chosen, and the same calls are left", .proves("US-10"), arguments: 1...40)
    func property(_ seed: UInt64) {
        let random = RepeatableRandom(seed: seed)
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        var board = WaiterBoard()
        var model = Model()
        var now = Timestamp(milliseconds: 1_000_000_000)
        for _ in 0..<400 {
            now = now + .seconds(pick(120))
            let position = model.waiters.isEmpty ? nil : pick(model.waiters.count)
            switch (pick(8), position) {
            case (0...1, _), (_, nil):
                let capabilities = Self.tools.filter { _ in pick(2) == 0 }
                let (agent, team) = (Int64(pick(6)), Int64(pick(2)))
                let id = board.enter(agent: agent, team: team, capabilities: capabilities)
                model.waiters.append(.init(id: id, agent: agent, team: team, capabilities: capabilities))
            case (2...4, _):
                let call = WaiterBoard.Call(
                    team: Int64(pick(2)), requirement: Requirement([Need(Self.tools[pick(3)])]),
                    boundAgent: pick(3) == 0 ? Int64(pick(6)) : nil)
                #expect(board.choose(for: call, at: now) == model.choose(for: call, at: now))
            case (5, let position?):
                let waiter = model.waiters.remove(at: position)
                #expect(board.leave(waiter.id) == waiter.calls)
            case (6, let position?):
                let isBarred = pick(2) == 0
                let left = board.setBarred(model.waiters[position].id, isBarred)
                #expect(left == (isBarred ? model.waiters[position].calls : []))
                model.waiters[position].isBarred = isBarred
                if isBarred { model.waiters[position].calls = [] }
            case (7, let position?):
                if pick(3) == 0 {
                    board.setGone(model.waiters[position].id)
                    model.waiters[position].isGone = true
                } else {
                    board.forgetCalls(model.waiters[position].id)
                    model.waiters[position].calls = []
                    let agent = Int64(pick(6))
                    board.assigned(to: agent, at: now)
                    model.assignments.append((agent, now))
                }
            default: break
            }
            #expect(Set(board.barred) == Set(model.waiters.filter(\.isBarred).map(\.id)))
        }
    }
}
