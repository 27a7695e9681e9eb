import Domain
import Wire

/// One text between servers: who sends it, its number among theirs, and the events. A number that is left out tells the
/// others that something was lost. What goes with a transaction has no sender and no number: it cannot get lost.
struct EventPayload {
    let origin: String
    let number: Int64?
    var events: [Event] = []
    /// The sender ends, in good order.
    var isFarewell = false

    /// The largest text in bytes; PostgreSQL refuses 8,000.
    static let maximumSize = 7168
    /// The largest event: what the frame around it leaves.
    static let maximumEvent = maximumSize - 128

    /// The texts that carry events, numbered from `number` on.
    static func texts(_ events: [Event], from origin: String, number: Int64) -> [String] {
        var texts: [String] = []
        var body: [UInt8] = []
        func close() {
            texts.append(text(origin, number + Int64(texts.count), body))
            body = []
        }
        for event in events {
            let bytes = EventCodec.encode(event, upTo: maximumEvent)
            if !body.isEmpty, body.count + 1 + bytes.count > maximumEvent { close() }
            if !body.isEmpty { body.append(UInt8(ascii: ",")) }
            body += bytes
        }
        if !body.isEmpty { close() }
        return texts
    }

    /// A text without events: a sign of life, or the last one.
    static func sign(from origin: String, number: Int64, isFarewell: Bool = false) -> String {
        text(origin, number, [], isFarewell: isFarewell)
    }

    /// The text of an event that goes with the transaction that made it happen.
    static func committed(_ event: Event) -> String {
        text("", nil, EventCodec.encode(event, upTo: maximumEvent))
    }

    private static func text(_ origin: String, _ number: Int64?, _ body: [UInt8], isFarewell: Bool = false) -> String {
        let number = number.map { ",\"n\":\($0)" } ?? ""
        let farewell = isFarewell ? ",\"bye\":true" : ""
        return "{\"o\":\"\(origin)\"\(number)\(farewell),\"e\":[\(String(decoding: body, as: UTF8.self))]}"
    }

}

extension EventPayload {
    /// Reads a text; nil where it is none of ours. Events of kinds that this version does not know are left out.
    init?(_ text: String) {
        // `try?`: what is not JSON is none of ours.
        guard let json = try? JSONParser.parse(Array(text.utf8)), let origin = json["o"]?.stringValue,
            let events = json["e"]?.arrayValue
        else { return nil }
        self.origin = origin
        number = json["n"]?.integerValue
        self.events = events.compactMap(EventCodec.decode)
        isFarewell = json["bye"] == .bool(true)
    }
}
